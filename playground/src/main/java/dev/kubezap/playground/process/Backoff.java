package dev.kubezap.playground.process;

import java.time.Duration;

/**
 * Delays that double with every failure in a row.
 *
 * @param first the delay after one failure
 * @param most no delay is longer
 * @param calm a process that ran this long before it ended starts the row anew
 */
public record Backoff(Duration first, Duration most, Duration calm) {

  /** The delay before the next start after so many failures in a row (1 or more). */
  public Duration delay(int failures) {
    var doublings = Math.min(failures - 1, 30);
    var delay = first.multipliedBy(1L << doublings);
    return delay.compareTo(most) > 0 ? most : delay;
  }

  /** The failures in a row once a process that ran so long has ended. */
  public int failuresAfter(int before, Duration ran) {
    return ran.compareTo(calm) >= 0 ? 1 : before + 1;
  }
}
