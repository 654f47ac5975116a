package dev.kubezap.operator.rollout;

import java.time.Duration;

/**
 * How far a rollout goes.
 *
 * @param budget how many sessions may have a turn at once, at least 1
 * @param share how many of them may be of one namespace, at least 1
 * @param failures how many sessions of a namespace that do not come back hold up the others in it,
 *     at least 1
 * @param gathering how long the first that asks waits for others
 */
public record RolloutLimits(int budget, int share, int failures, Duration gathering) {

  /** In so many namespaces at least sessions do not come back before everybody waits. */
  private static final int FEW_NAMESPACES = 3;

  /** Half of them failing halts, and each namespace may have all. */
  public static RolloutLimits of(int budget) {
    return new RolloutLimits(budget, budget, Math.max(1, budget / 2), Duration.ZERO);
  }

  /** In how many namespaces sessions do not come back before everybody waits. */
  int failingNamespaces() {
    return Math.max(FEW_NAMESPACES, failures);
  }
}
