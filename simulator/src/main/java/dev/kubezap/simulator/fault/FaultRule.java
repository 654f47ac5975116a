package dev.kubezap.simulator.fault;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault.
 *
 * @param point where
 * @param match at which places of that kind; null for all
 * @param skip how many matching places are left alone first
 * @param times how often it happens; null for always
 * @param probability from 0 to 1 that it happens at a matching place; null for 1
 * @param seed of the random numbers behind the probability; null for 0
 * @param action what happens
 */
public record FaultRule(
    FaultPoint point,
    @Nullable FaultMatch match,
    int skip,
    @Nullable Integer times,
    @Nullable Double probability,
    @Nullable Long seed,
    FaultAction action) {
  /** Refuses what makes no sense. */
  public FaultRule {
    if (point == null || action == null) {
      throw new IllegalArgumentException("A fault needs a point and an action");
    }
    if (!point.takes(action)) {
      throw new IllegalArgumentException(
          "At the point "
              + point.name().toLowerCase(Locale.ROOT)
              + " can happen: "
              + point.takesWhat());
    }
    if (skip < 0 || (times != null && times < 1)) {
      throw new IllegalArgumentException("skip is at least 0, times at least 1");
    }
    if (probability != null && (probability < 0 || probability > 1)) {
      throw new IllegalArgumentException("probability is from 0 to 1");
    }
  }

  /** A fault that happens at the next matching place. */
  public static FaultRule once(FaultPoint point, FaultMatch match, FaultAction action) {
    return new FaultRule(point, match, 0, 1, null, null, action);
  }

  /** A fault that happens at every matching place. */
  public static FaultRule always(FaultPoint point, FaultMatch match, FaultAction action) {
    return new FaultRule(point, match, 0, null, null, null, action);
  }

  /** A fault that happens at some matching places, always the same for the same seed. */
  public static FaultRule sometimes(
      FaultPoint point, FaultMatch match, double probability, long seed, FaultAction action) {
    return new FaultRule(point, match, 0, null, probability, seed, action);
  }

  /** The same after that many matching places. */
  public FaultRule after(int places) {
    return new FaultRule(point, match, places, times, probability, seed, action);
  }
}
