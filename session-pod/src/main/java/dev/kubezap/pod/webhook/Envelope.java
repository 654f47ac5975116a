package dev.kubezap.pod.webhook;

import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event as it is handed over, whatever carries it. */
final class Envelope {
  private final Map<String, String> headers;
  private final byte[] body;

  private Envelope(Map<String, String> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  /** What is known of the body without reading it, in lower case, in a fixed order. */
  Map<String, String> headers() {
    return headers;
  }

  /** A CloudEvent in structured JSON; for reading alone. */
  byte[] body() {
    return body;
  }

  /** Writes and signs an event. */
  static Envelope of(
      WebhookEndpoint endpoint, StoredEvent event, CloudEventJson documents, Instant now) {
    byte[] body = Json.bytes(documents.of(event));
    long timestamp = now.getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", CloudEventJson.MEDIA_TYPE);
    headers.put("webhook-id", event.id());
    headers.put("webhook-timestamp", Long.toString(timestamp));
    if (!endpoint.signingKeys().isEmpty()) {
      headers.put(
          "webhook-signature",
          WebhookSignature.of(event.id(), timestamp, body, endpoint.signingKeys()));
    }
    return new Envelope(headers, body);
  }

  /** Leaves out what happened. */
  @Override
  public String toString() {
    return "Envelope[" + headers.get("webhook-id") + ", " + body.length + " bytes]";
  }
}
