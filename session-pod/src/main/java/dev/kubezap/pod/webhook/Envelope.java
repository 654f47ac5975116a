package dev.kubezap.pod.webhook;

import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.nio.charset.StandardCharsets;
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

  /** What is known of the body without reading it, in a fixed order. */
  Map<String, String> headers() {
    return headers;
  }

  /** A CloudEvent in structured JSON, or its data alone; for reading alone. */
  byte[] body() {
    return body;
  }

  /** Writes and signs an event as one document: the structured mode of CloudEvents. */
  static Envelope of(
      WebhookEndpoint endpoint, StoredEvent event, CloudEventJson documents, Instant now) {
    byte[] body = Json.bytes(documents.of(event));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", CloudEventJson.MEDIA_TYPE);
    sign(headers, endpoint, event, body, now);
    return new Envelope(headers, body);
  }

  /**
   * Writes and signs an event's data, its attributes beside it: the binary mode of CloudEvents, as
   * the brokers whose protocol has a binding for it carry them. The content type is not among the
   * headers' names with the prefix.
   *
   * @param prefix of the attributes' names
   */
  static Envelope binary(
      WebhookEndpoint endpoint,
      StoredEvent event,
      CloudEventJson documents,
      Instant now,
      String prefix) {
    byte[] body = event.data().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", CloudEventJson.DATA_MEDIA_TYPE);
    documents
        .attributes(event)
        .forEach(
            (name, value) -> {
              if (!name.equals("datacontenttype")) {
                headers.put(prefix + name, value);
              }
            });
    headers.put(prefix + "partitionkey", documents.orderKey(event));
    sign(headers, endpoint, event, body, now);
    return new Envelope(headers, body);
  }

  private static void sign(
      Map<String, String> headers,
      WebhookEndpoint endpoint,
      StoredEvent event,
      byte[] body,
      Instant now) {
    long timestamp = now.getEpochSecond();
    headers.put("webhook-id", event.id());
    headers.put("webhook-timestamp", Long.toString(timestamp));
    if (!endpoint.signingKeys().isEmpty()) {
      headers.put(
          "webhook-signature",
          WebhookSignature.of(event.id(), timestamp, body, endpoint.signingKeys()));
    }
  }

  /** Leaves out what happened. */
  @Override
  public String toString() {
    return "Envelope[" + headers.get("webhook-id") + ", " + body.length + " bytes]";
  }
}
