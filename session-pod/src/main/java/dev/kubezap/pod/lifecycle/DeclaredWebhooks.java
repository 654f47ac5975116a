package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.EventCatalog;
import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** The webhooks that the configuration folder and the variables declare. */
final class DeclaredWebhooks {
  private static final Logger LOG = Logger.getLogger(DeclaredWebhooks.class);

  private final Optional<WebhookSetting> variable;
  private final StatusReporter status;

  /**
   * @param variable the one that the variables declare
   * @throws ConfigurationException when that one cannot be used
   */
  DeclaredWebhooks(Optional<WebhookSetting> variable, StatusReporter status) {
    this.variable = variable;
    this.status = status;
    variable.ifPresent(DeclaredWebhooks::refuseIfUnusable);
  }

  /** Those that can be used, of the folder and the variables; the others are said. */
  List<WebhookEndpoint> usable(List<WebhookSetting> fromFolder) {
    List<WebhookSetting> settings = new ArrayList<>(fromFolder);
    variable.ifPresent(settings::add);
    List<WebhookEndpoint> usable = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (WebhookSetting setting : settings) {
      try {
        if (!names.add(setting.name())) {
          throw new IllegalArgumentException("two webhooks have the name " + setting.name());
        }
        usable.add(endpoint(setting));
      } catch (IllegalArgumentException e) {
        LOG.errorf("A webhook is not used until it is corrected: %s", e.getMessage());
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    status.degraded(
        "WebhookInvalid",
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    status.degraded("EventsNotRaised", notRaised(usable));
    return usable;
  }

  /** A resource may ask for events that only a newer program raises: it is told of them. */
  static Optional<String> notRaised(List<WebhookEndpoint> webhooks) {
    List<String> unknown =
        webhooks.stream()
            .flatMap(
                webhook ->
                    webhook.events().stream()
                        .filter(event -> !EventCatalog.names().contains(event))
                        .map(event -> shown(event) + " (webhook " + webhook.name() + ")"))
            .sorted()
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "This version of the session's image does not raise "
                + String.join(", ", unknown)
                + ": take them out, or use an image that does.");
  }

  private static String shown(String event) {
    return event.replaceAll("[^!-~]", "?");
  }

  /** A variable stays as it is for the life of the process: better not to begin it. */
  private static void refuseIfUnusable(WebhookSetting setting) {
    try {
      endpoint(setting);
      refuseUnknownEvents(setting);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              "KUBEZAP_WEBHOOK_URL, _EVENTS or _SIGNING_KEY cannot be used: "
                  + e.getMessage()
                  + "."));
    }
  }

  /** Not of the folder's: a resource may ask for events that only a newer program raises. */
  private static void refuseUnknownEvents(WebhookSetting setting) {
    for (String event : setting.events()) {
      if (!EventCatalog.names().contains(event)) {
        throw new IllegalArgumentException(
            "there is no event "
                + shown(event)
                + ", but "
                + String.join(", ", EventCatalog.names()));
      }
    }
  }

  /**
   * A webhook as it is delivered to.
   *
   * @throws IllegalArgumentException when it cannot be used
   */
  static WebhookEndpoint endpoint(WebhookSetting setting) {
    Map<String, String> headers = new HashMap<>();
    setting.headers().forEach((name, value) -> headers.put(name, value.value()));
    return new WebhookEndpoint(
        setting.name(),
        setting.url(),
        Set.copyOf(setting.events()),
        headers,
        setting.signingKeys().stream().map(Secret::value).map(SigningKey::parse).toList(),
        setting.terms());
  }
}
