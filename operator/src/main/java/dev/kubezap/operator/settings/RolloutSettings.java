package dev.kubezap.operator.settings;

/**
 * How many sessions are restarted for new settings.
 *
 * @param budget at once
 * @param share at once in one namespace
 * @param failures how many that do not come back stop a namespace's rollout
 */
public record RolloutSettings(int budget, int share, int failures) {

  /** What is left for others by default of ten places. */
  private static final int FIFTH = 5;

  /** The share that leaves others something, where there are others. */
  static int usualShare(int budget, boolean oneNamespace) {
    return oneNamespace ? budget : Math.max(1, budget - Math.max(1, budget / FIFTH));
  }

  /** Half of those that are restarted at once. */
  static int usualFailures(int budget) {
    return Math.max(1, budget / 2);
  }
}
