package dev.kubezap.pod.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * One counter with labels. The number of label values is bounded, since some of them come from
 * outside.
 */
final class Counters {
  private static final int MOST_SERIES = 200;
  private static final String OTHER = "other";

  private final List<String> labels;
  private final ConcurrentMap<List<String>, LongAdder> series = new ConcurrentHashMap<>();

  Counters(String... labels) {
    this.labels = List.of(labels);
  }

  void add(String... values) {
    List<String> key = List.of(values);
    if (series.size() >= MOST_SERIES && !series.containsKey(key)) {
      key = key.stream().map(value -> OTHER).toList();
    }
    series.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  /** The sum over all labels. */
  long sum() {
    return series.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The sum by label text, such as {@code {kind="message"}}. */
  Map<String, Long> values() {
    Map<String, Long> values = new TreeMap<>();
    series.forEach((key, sum) -> values.put(Exposition.labels(labels, key), sum.sum()));
    return values;
  }
}
