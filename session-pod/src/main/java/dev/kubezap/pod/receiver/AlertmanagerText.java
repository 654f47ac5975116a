package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of a notification that Alertmanager's webhook posts, version 4
 * (prometheus.io/docs/alerting/latest/configuration, webhook_config).
 */
public final class AlertmanagerText {
  /** What people read on a phone. */
  private static final int MOST_ALERTS = 20;

  private static final int LONGEST_TEXT = 16_000;

  private static final String NAME = "alertname";

  private AlertmanagerText() {}

  /**
   * The text: what fires, the labels that all alerts have, then a line for each of the first 20.
   *
   * @throws ProblemException 422 when it has no list of alerts
   */
  public static String of(ObjectNode notification) {
    List<Alert> alerts = alerts(notification);
    Map<String, String> common = Alert.texts(notification.path("commonLabels"));
    List<String> lines = new ArrayList<>();
    lines.add(head(alerts, common));
    String shared = labels(common);
    if (!shared.isEmpty()) {
      lines.add(shared);
    }
    boolean mixed = alerts.stream().map(Alert::firing).distinct().count() > 1;
    alerts.stream()
        .limit(MOST_ALERTS)
        .map(alert -> line(alert, common, mixed))
        .filter(line -> !line.isEmpty())
        .forEach(lines::add);
    long unsaid =
        Math.max(0L, alerts.size() - (long) MOST_ALERTS)
            + Math.clamp(notification.path("truncatedAlerts").asLong(), 0, 1_000_000);
    if (unsaid > 0) {
      lines.add("and " + unsaid + " more");
    }
    Alert.text(notification, "externalURL")
        .filter(url -> url.startsWith("http://") || url.startsWith("https://"))
        .ifPresent(lines::add);
    return Alert.shortened(String.join("\n", lines), LONGEST_TEXT);
  }

  private static List<Alert> alerts(ObjectNode notification) {
    JsonNode alerts = notification.path("alerts");
    if (!alerts.isArray() || alerts.isEmpty()) {
      throw new ProblemException(
          Problem.invalid("alerts", "must be a list of alerts, as Alertmanager posts it"));
    }
    List<Alert> all = new ArrayList<>();
    for (JsonNode alert : alerts) {
      if (!alert.isObject()) {
        throw new ProblemException(Problem.invalid("alerts", "must hold objects"));
      }
      all.add(Alert.of(alert));
    }
    return all;
  }

  private static String head(List<Alert> alerts, Map<String, String> common) {
    long firing = alerts.stream().filter(Alert::firing).count();
    long resolved = alerts.size() - firing;
    String name = common.getOrDefault(NAME, "alerts").replaceAll("\\s+", " ").strip();
    String head = "*" + (firing > 0 ? "FIRING" : "RESOLVED") + ": " + name + "*";
    if (firing > 0 && resolved > 0) {
      return head + " (" + firing + " firing, " + resolved + " resolved)";
    }
    return alerts.size() > 1 ? head + " (" + alerts.size() + ")" : head;
  }

  private static String line(Alert alert, Map<String, String> common, boolean mixed) {
    Map<String, String> own =
        alert.labels().entrySet().stream()
            .filter(label -> !label.getValue().equals(common.get(label.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    StringBuilder line = new StringBuilder();
    if (own.containsKey(NAME)) {
      line.append(own.get(NAME));
    }
    append(line, " ", labels(own));
    append(line, ": ", alert.words());
    if (line.isEmpty()) {
      return "";
    }
    return (mixed && !alert.firing() ? "• resolved: " : "• ") + line;
  }

  private static void append(StringBuilder line, String between, String text) {
    if (!text.isEmpty()) {
      line.append(line.isEmpty() ? "" : between).append(text);
    }
  }

  /** Without the alert's name, which stands before them. */
  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .filter(label -> !label.getKey().equals(NAME))
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=" + Alert.shortened(label.getValue(), 200))
        .collect(Collectors.joining(", "));
  }
}
