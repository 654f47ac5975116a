package dev.kubezap.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one contender, in the order of measuring. */
final class Measured {
  private final Map<String, Double> figures = new LinkedHashMap<>();

  void put(String measure, double value) {
    figures.put(measure, value);
  }

  Map<String, Double> figures() {
    return figures;
  }
}
