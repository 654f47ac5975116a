package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.WebhookFields;
import dev.kubezap.pod.webhook.WebhookEndpoint;

/** A webhook as the API shows it: nothing that may be a secret. */
final class WebhookJson {
  private WebhookJson() {}

  /**
   * @param registered whether it was made through the API
   */
  static ObjectNode of(WebhookEndpoint endpoint, boolean registered) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", endpoint.name());
    json.put("url", withoutSecrets(endpoint));
    var events = json.putArray("events");
    endpoint.events().stream().sorted().forEach(events::add);
    json.put("signed", !endpoint.signingKeys().isEmpty());
    json.put("declared", !registered);
    WebhookFields.writeTerms(endpoint.terms(), json);
    return json;
  }

  /** Scheme, host and port: what is behind them may be a secret. */
  private static String withoutSecrets(WebhookEndpoint endpoint) {
    int port = endpoint.url().getPort();
    return endpoint.url().getScheme()
        + "://"
        + endpoint.url().getHost()
        + (port < 0 ? "" : ":" + port);
  }
}
