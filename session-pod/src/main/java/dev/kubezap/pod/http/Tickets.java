package dev.kubezap.pod.http;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Tickets that open one stream or picture each, for callers who cannot send headers, such as a
 * browser's EventSource. A ticket stands for the key that it was taken by. They are of this process
 * alone: whoever comes to its successor takes a new one.
 */
public final class Tickets {
  /** How long a ticket waits to be used. */
  public static final Duration VALID = Duration.ofSeconds(30);

  private static final int BYTES = 32;
  private static final int MOST_WAITING = 1_000;

  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final Map<ByteString, Waiting> waiting = new HashMap<>();

  private record Waiting(Credentials taker, long deadline) {}

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
   * @param taker whose ticket it is
   * @throws ProblemException 429 when too many wait to be used
   */
  public synchronized String issue(Credentials taker) {
    long now = nanos.getAsLong();
    waiting.values().removeIf(ticket -> ticket.deadline() - now <= 0);
    if (waiting.size() >= MOST_WAITING) {
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
    waiting.put(ApiKey.digestOf(ticket), new Waiting(taker, now + VALID.toNanos()));
    return ticket;
  }

  /** Uses a ticket up; empty when it is unknown, used or too old. */
  synchronized Optional<Credentials> redeem(String ticket) {
    return Optional.ofNullable(waiting.remove(ApiKey.digestOf(ticket)))
        .filter(known -> known.deadline() - nanos.getAsLong() > 0)
        .map(Waiting::taker);
  }

  /** The answer to a ticket that opens nothing. */
  static Problem refused() {
    return Problem.of(
        401,
        "ticket-refused",
        "The ticket is unknown, used or too old",
        "Take a new one for each use: POST /api/v1/events/tickets.");
  }
}
