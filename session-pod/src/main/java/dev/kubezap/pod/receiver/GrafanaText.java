package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.ProblemException;
import java.util.Optional;

/**
 * The text of a notification that Grafana's webhook contact point posts: the title and message that
 * Grafana's own templates made, else that of Alertmanager, whose members it has too
 * (grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier).
 */
public final class GrafanaText {
  private static final int LONGEST_TITLE = 500;
  private static final int LONGEST_MESSAGE = 8_000;

  private GrafanaText() {}

  /**
   * The text.
   *
   * @throws ProblemException 422 when it has neither a message nor a list of alerts
   */
  public static String of(ObjectNode notification) {
    Optional<String> message = Alert.text(notification, "message");
    if (message.isEmpty()) {
      return AlertmanagerText.of(notification);
    }
    String body = Alert.shortened(message.get(), LONGEST_MESSAGE);
    return Alert.text(notification, "title")
        .map(title -> Alert.shortened(title.replaceAll("\\s+", " "), LONGEST_TITLE))
        .map(title -> "*" + title + "*\n" + body)
        .orElse(body);
  }
}
