package dev.kubezap.pod.http;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tickets that open one stream each, for callers who cannot send headers, such as a browser's
 * EventSource. They are of this process alone: whoever comes to its successor takes a new one.
 */
public final class Tickets {
  /** How long a ticket waits to be used. */
  public static final Duration VALID = Duration.ofSeconds(30);

  private static final int BYTES = 32;
  private static final int MOST_WAITING = 1_000;

  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final Map<ByteString, Long> deadlines = new HashMap<>();

  /**
   * None yet.
   *
   * @param random a cryptographically secure source
   * @param nanos monotonic clock in nanoseconds
   */
  public Tickets(RandomGenerator random, LongSupplier nanos) {
    this.random = random;
    this.nanos = nanos;
  }

  /**
   * A new ticket.
   *
   * @throws ProblemException 429 when too many wait to be used
   */
  public synchronized String issue() {
    long now = nanos.getAsLong();
    deadlines.values().removeIf(deadline -> deadline - now <= 0);
    if (deadlines.size() >= MOST_WAITING) {
      throw new ProblemException(
          Problem.of(
                  429,
                  "too-many-tickets",
                  "Too many tickets wait to be used",
                  "Use the tickets that were issued, or wait until they expire.")
              .withHeader("Retry-After", Long.toString(VALID.toSeconds())));
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String ticket = "kzt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    deadlines.put(ApiKey.digestOf(ticket), now + VALID.toNanos());
    return ticket;
  }

  /** Uses a ticket up; false when it is unknown, used or too old. */
  synchronized boolean redeem(String ticket) {
    Long deadline = deadlines.remove(ApiKey.digestOf(ticket));
    return deadline != null && deadline - nanos.getAsLong() > 0;
  }
}
