package dev.kubezap.pod.config;

import dev.kubezap.pod.webhook.DeliveryTerms;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A webhook as it was declared.
 *
 * @param name unique in the session
 * @param events names such as {@code message.received}; empty means all
 * @param headers sent with every delivery; their values are secrets
 * @param signingKeys the first signs, and so does the second while keys are rotated
 * @param terms how patient it wants deliveries to be
 */
public record WebhookSetting(
    String name,
    URI url,
    List<String> events,
    Map<String, Secret> headers,
    List<Secret> signingKeys,
    DeliveryTerms terms) {

  /** On the usual terms. */
  public WebhookSetting(
      String name,
      URI url,
      List<String> events,
      Map<String, Secret> headers,
      List<Secret> signingKeys) {
    this(name, url, events, headers, signingKeys, DeliveryTerms.USUAL);
  }

  public WebhookSetting {
    events = List.copyOf(events);
    headers = Map.copyOf(headers);
    signingKeys = List.copyOf(signingKeys);
  }

  /** Leaves out the address, whose path may hold a secret. */
  @Override
  public String toString() {
    return "WebhookSetting[" + name + " " + events + "]";
  }
}
