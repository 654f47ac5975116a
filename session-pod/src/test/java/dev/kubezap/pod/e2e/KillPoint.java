package dev.kubezap.pod.e2e;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a process is killed, counted from when it serves: at whichever comes first.
 *
 * @param steps steps that were seen from outside, such as an answer or a delivery
 * @param atLatest time that has passed
 */
record KillPoint(int steps, Duration atLatest) {
  private static final int NO_STEPS = Integer.MAX_VALUE;
  private static final int MOST_STEPS = 150;
  private static final int START_MILLIS = 700;
  private static final int WORK_MILLIS = 3_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Half by steps, which only a connected session takes; a third at any time; the rest while it
   * takes the session over and logs in.
   */
  static KillPoint of(int number, RandomGenerator random) {
    return switch (number % 6) {
      case 0, 2, 4 -> new KillPoint(1 + random.nextInt(MOST_STEPS), PATIENCE);
      case 1 -> new KillPoint(NO_STEPS, Duration.ofMillis(random.nextInt(START_MILLIS)));
      default -> new KillPoint(NO_STEPS, Duration.ofMillis(random.nextInt(WORK_MILLIS)));
    };
  }
}
