package dev.kubezap.pod.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides when the next write may go out: a second after the last, at once when urgent, later after
 * failures.
 */
final class StatusPace {
  private static final Duration APART = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final RandomGenerator random;
  private Instant notBefore = Instant.MIN;
  private int failures;

  StatusPace(RandomGenerator random) {
    this.random = random;
  }

  /** How long the next write must wait. Urgency does not shorten the wait after a failure. */
  Duration wait(Instant now, boolean urgent) {
    boolean free = !notBefore.isAfter(now) || (urgent && failures == 0);
    return free ? Duration.ZERO : Duration.between(now, notBefore);
  }

  void succeeded(Instant now) {
    failures = 0;
    notBefore = now.plus(APART);
  }

  /**
   * A write failed; answers how long the next one waits: 1, 2, 4 ... 60 s, each less up to a half.
   */
  Duration failed(Instant now) {
    long seconds = Math.min(LONGEST.toSeconds(), 1L << Math.min(failures, 6));
    failures++;
    Duration delay = Duration.ofMillis((long) (seconds * 1000 * (1 - random.nextDouble() / 2)));
    notBefore = now.plus(delay);
    return delay;
  }
}
