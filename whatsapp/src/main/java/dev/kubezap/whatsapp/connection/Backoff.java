package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Delays before connecting again: each failure doubles the delay up to a bound, and half of it is
 * random, so that many sessions that were dropped together do not return together. Pure.
 *
 * @param first delay after one failure, at most
 * @param longest bound of the delay
 */
public record Backoff(Duration first, Duration longest) {

  /** 1 s, 2 s, 4 s, ... 5 min, each less a random part of at most half. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** Refuses delays that would not grow. */
  public Backoff {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("Delays grow from a positive first to a longest one");
    }
  }

  /**
   * The delay before the next attempt.
   *
   * @param failures since the last successful login, at least 1
   * @param random source of the jitter
   */
  public Duration delay(int failures, RandomBytes random) {
    int doublings = Math.clamp(failures - 1L, 0, 30);
    long ceiling = Math.min(first.toMillis() << doublings, longest.toMillis());
    return Duration.ofMillis(ceiling - part(ceiling / 2, random));
  }

  /** The delay before the next attempt, but no shorter than a reaction demands. */
  public Duration delay(int failures, Duration atLeast, RandomBytes random) {
    Duration delay = delay(failures, random);
    // Jitter on top of the bound, too: everyone was told the same bound.
    return delay.compareTo(atLeast) >= 0
        ? delay
        : atLeast.plusMillis(part(atLeast.toMillis() / 4, random));
  }

  /** A random delay of at most so long, for many sessions that may go on at the same moment. */
  public static Duration spread(Duration over, RandomBytes random) {
    return Duration.ofMillis(part(over.toMillis(), random));
  }

  private static long part(long whole, RandomBytes random) {
    long bits = ByteBuffer.wrap(random.next(Long.BYTES)).getLong();
    return Long.remainderUnsigned(bits, whole + 1);
  }
}
