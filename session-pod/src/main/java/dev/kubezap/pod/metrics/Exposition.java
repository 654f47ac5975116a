package dev.kubezap.pod.metrics;

import java.util.List;
import java.util.Map;

/** Text in Prometheus' format 0.0.4. */
final class Exposition {
  static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** Begins a metric. */
  Exposition metric(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    return this;
  }

  void sample(String name, String labels, double value) {
    text.append(name).append(labels).append(' ').append(number(value)).append('\n');
  }

  void counter(String name, String help, Map<String, Long> values) {
    metric(name, "counter", help);
    values.forEach((labels, value) -> sample(name, labels, value));
  }

  void gauge(String name, String help, double value) {
    metric(name, "gauge", help).sample(name, "", value);
  }

  static String labels(List<String> names, List<String> values) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      labels.append(i == 0 ? "{" : ",").append(names.get(i)).append("=\"");
      labels.append(values.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      labels.append('"');
    }
    return names.isEmpty() ? "" : labels.append('}').toString();
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
