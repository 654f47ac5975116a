package dev.kubezap.pod.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Holds each API key to its requests per minute. What a key may do is spread evenly, with up to ten
 * seconds' worth at once.
 */
public final class RateLimits {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long AT_ONCE = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;

  /** Up to when each key has used its share; ahead of now by what it took at once. */
  private final Map<String, Long> usedUntil = new HashMap<>();

  /**
   * Nothing is used yet.
   *
   * @param nanos monotonic clock in nanoseconds
   */
  public RateLimits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Counts a request.
   *
   * @throws ProblemException 429 when the key has made too many
   */
  synchronized void count(ApiKey key) {
    OptionalInt limit = key.requestsPerMinute();
    if (limit.isEmpty()) {
      return;
    }
    long each = MINUTE / limit.getAsInt();
    // One request at once however few are allowed.
    long allowed = Math.max(AT_ONCE, each);
    long now = nanos.getAsLong();
    long ahead = Math.max(0, usedUntil.getOrDefault(key.name(), now) - now) + each;
    if (ahead > allowed) {
      long seconds = Math.ceilDiv(ahead - allowed, Duration.ofSeconds(1).toNanos());
      throw new ProblemException(
          Problem.of(
                  429,
                  "rate-limited",
                  "The API key has made too many requests",
                  "Send at most "
                      + limit.getAsInt()
                      + " requests a minute with this key, and this one again in "
                      + seconds
                      + " s.")
              .withHeader("Retry-After", Long.toString(seconds)));
    }
    usedUntil.put(key.name(), now + ahead);
  }
}
