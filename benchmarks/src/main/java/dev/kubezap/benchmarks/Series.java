package dev.kubezap.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Values of one measure. */
final class Series {
  private final double[] sorted;

  Series(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** The value that {@code share} of all values do not exceed; 0.5 is the median. */
  double quantile(double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)];
  }

  double median() {
    return quantile(0.5);
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
