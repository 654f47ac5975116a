package dev.kubezap.pod.ownership;

import java.time.Duration;

/**
 * How long to wait before the next attempt to acquire. Pure.
 *
 * <p>How late a successor is at most, after the lease of an owner that vanished has ended: 1.05 s
 * until it looks again (one that saw 2 s left, at most half as long beyond them, and 50 ms), 3 s
 * for a lock that a half-arrived commit of the owner holds (half the answer timeout, when that is
 * shorter), whose backend is then terminated. With what it takes to read the state and to connect,
 * it is there within 5 s.
 */
final class StandbyDelay {
  private static final long LONGEST_MILLIS = 4_000;
  private static final long FIRST_MILLIS = 200;

  private StandbyDelay() {}

  /**
   * After somebody else was seen as holder: soon after its lease may expire, often enough to notice
   * a release.
   *
   * @param left until it expires
   * @param jitter 0 to 1
   */
  static Duration behindHolder(Duration left, double jitter) {
    long base = Math.min(left.toMillis(), LONGEST_MILLIS / 2);
    return Duration.ofMillis(base + 50 + (long) (jitter * Math.max(base, FIRST_MILLIS) / 2));
  }

  /**
   * After failed attempts: growing, never longer than 4 s.
   *
   * @param failures failed attempts in a row, from 1
   * @param jitter 0 to 1
   */
  static Duration afterFailure(int failures, double jitter) {
    long base = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
    return Duration.ofMillis(base / 2 + (long) (jitter * base / 2));
  }
}
