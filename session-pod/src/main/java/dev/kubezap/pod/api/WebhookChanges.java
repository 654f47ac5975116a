package dev.kubezap.pod.api;

import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookFields;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import java.util.List;
import java.util.Optional;

/** Makes, changes and removes webhooks; those that the resource declares are changed there. */
final class WebhookChanges {
  private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  private final WebhookAdministration webhooks;

  WebhookChanges(WebhookAdministration webhooks) {
    this.webhooks = webhooks;
  }

  Reply put(Request request) {
    new Query(request).finish();
    String name = request.path("name");
    Fields fields = new Fields(request.body());
    if (!name.matches(NAME)) {
      fields.wrong("name", "must be 1 to 63 lower-case letters, digits and hyphens");
    }
    Optional<WebhookSetting> setting = WebhookFields.read(Optional.of(name), fields);
    setting.ifPresent(given -> check(given, fields));
    Checked.pass(fields);
    return switch (change(setting.orElseThrow())) {
      case CREATED -> Reply.json(201, WebhookJson.of(find(name), true));
      case REPLACED -> Reply.json(200, WebhookJson.of(find(name), true));
      case DECLARED -> throw new ProblemException(declared());
      case TOO_MANY ->
          throw new ProblemException(
              Problem.conflict(
                  "too-many-webhooks",
                  "There are as many webhooks as may be",
                  "Remove one that is not needed any more: GET /api/v1/webhooks lists them."));
      case REMOVED, UNKNOWN, STANDBY -> throw new ProblemException(standby());
    };
  }

  Reply remove(Request request) {
    new Query(request).finish();
    return switch (webhooks.remove(request.path("name"))) {
      case REMOVED -> Reply.noContent();
      case UNKNOWN -> throw new ProblemException(WebhookRoutes.unknown());
      case DECLARED -> throw new ProblemException(declared());
      case CREATED, REPLACED, TOO_MANY, STANDBY -> throw new ProblemException(standby());
    };
  }

  private WebhookChange change(WebhookSetting setting) {
    try {
      return webhooks.put(setting);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid("url", String.valueOf(e.getMessage())));
    }
  }

  private WebhookEndpoint find(String name) {
    return webhooks.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ProblemException(WebhookRoutes.unknown()));
  }

  /** What the folder's reader leaves to the endpoint, said by field. */
  private static void check(WebhookSetting setting, Fields fields) {
    if (setting.url().getUserInfo() != null || setting.url().getFragment() != null) {
      fields.wrong("url", "must not have a user or a fragment: send credentials by headers");
    }
    for (int i = 0; i < setting.events().size(); i++) {
      if (!EventCatalog.names().contains(setting.events().get(i))) {
        fields.wrong("events[" + i + "]", "is not an event: GET /api/v1/events/catalog lists them");
      }
    }
    setting
        .headers()
        .forEach(
            (header, value) -> {
              if (!WebhookEndpoint.sends(header, value.value())) {
                fields.wrong("headers." + header, "cannot be sent as a header");
              }
            });
    List<Secret> keys = setting.signingKeys();
    for (int i = 0; i < keys.size(); i++) {
      try {
        SigningKey.parse(keys.get(i).value());
      } catch (IllegalArgumentException e) {
        fields.wrong("signingKeys[" + i + "]", "must be a text, or whsec_ with base64 behind it");
      }
    }
  }

  private static Problem declared() {
    return Problem.conflict(
        "webhook-declared",
        "The webhook is declared by the resource",
        "Change it where it is declared, or take another name.");
  }

  private static Problem standby() {
    return Problem.unavailable(
        "standby", "This process does not own the session now: try again shortly.", 5);
  }
}
