package dev.kubezap.pod.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts values by upper bounds. */
final class Histogram {
  private final double[] bounds;
  private final AtomicLongArray counts;
  private final DoubleAdder sum = new DoubleAdder();

  /**
   * @param bounds ascending
   */
  Histogram(double... bounds) {
    this.bounds = bounds.clone();
    counts = new AtomicLongArray(bounds.length + 1);
  }

  void record(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sum.add(value);
  }

  /** How many values were counted. */
  long count() {
    long count = 0;
    for (int i = 0; i <= bounds.length; i++) {
      count += counts.get(i);
    }
    return count;
  }

  /** Writes its lines: cumulative buckets, sum, count. */
  void write(Exposition text, String name) {
    long cumulative = 0;
    for (int i = 0; i < bounds.length; i++) {
      cumulative += counts.get(i);
      text.sample(
          name + "_bucket", "{le=\"" + Exposition.number(bounds[i]) + "\"}", (double) cumulative);
    }
    cumulative += counts.get(bounds.length);
    text.sample(name + "_bucket", "{le=\"+Inf\"}", (double) cumulative);
    text.sample(name + "_sum", "", sum.sum());
    text.sample(name + "_count", "", (double) cumulative);
  }
}
