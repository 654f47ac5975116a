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

  /** The delay before the next start; empty when it stays ended. */
  Optional<Duration> delay(int exitCode, int failures) {
    var again =
        switch (this) {
          case ALWAYS -> true;
          case ON_FAILURE -> exitCode != 0;
          case NEVER -> false;
        };
    return again ? Optional.of(BACKOFF.delay(failures)) : Optional.empty();
  }

  static int failuresAfter(int before, Duration ran) {
    return BACKOFF.failuresAfter(before, ran);
  }
}
