package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.process.Backoff;
import java.time.Duration;
import java.util.Optional;

/** Whether and when an ended container is started again. */
enum RestartPolicy {
  ALWAYS,
  ON_FAILURE,
  NEVER;

  /** Shorter than a kubelet's 10 s to 5 min: somebody is watching. */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));

  static RestartPolicy of(String name) {
    return switch (name) {
      case "Never" -> NEVER;
      case "OnFailure" -> ON_FAILURE;
      default -> ALWAYS;
    };
  }

  /**
   * The delay before the next start, none after the first failure in a row; empty when it stays
   * ended.
   *
   * @param failures how many there were in a row, this one among them
   */
  Optional<Duration> delay(int exitCode, int failures) {
    var again =
        switch (this) {
          case ALWAYS -> true;
          case ON_FAILURE -> exitCode != 0;
          case NEVER -> false;
        };
    if (!again) {
      return Optional.empty();
    }
    return Optional.of(failures <= 1 ? Duration.ZERO : BACKOFF.delay(failures - 1));
  }

  static int failuresAfter(int before, Duration ran) {
    return BACKOFF.failuresAfter(before, ran);
  }
}
