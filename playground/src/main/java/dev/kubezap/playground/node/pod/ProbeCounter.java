package dev.kubezap.playground.node.pod;

import java.util.Optional;

/**
 * Results of a probe in a row, and what they mean.
 *
 * @param successThreshold so many successes in a row mean healthy
 * @param failureThreshold so many failures in a row mean unhealthy
 */
record ProbeCounter(int successThreshold, int failureThreshold, int successes, int failures) {

  static ProbeCounter fresh(int successThreshold, int failureThreshold) {
    return new ProbeCounter(successThreshold, failureThreshold, 0, 0);
  }

  ProbeCounter after(boolean success) {
    return success
        ? new ProbeCounter(successThreshold, failureThreshold, successes + 1, 0)
        : new ProbeCounter(successThreshold, failureThreshold, 0, failures + 1);
  }

  /** Healthy or unhealthy, once a threshold is reached. */
  Optional<Boolean> verdict() {
    if (successes >= successThreshold) {
      return Optional.of(true);
    }
    return failures >= failureThreshold ? Optional.of(false) : Optional.empty();
  }
}
