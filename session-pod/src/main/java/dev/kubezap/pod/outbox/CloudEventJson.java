package dev.kubezap.pod.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * An event as a CloudEvents 1.0 document in structured JSON. Pure; the same bytes for every
 * attempt.
 */
public final class CloudEventJson {
  /** Media type of the document. */
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

  private static final String TYPE_PREFIX = "dev.kubezap.";

  private final String source;

  /** For the events of one session. */
  public CloudEventJson(String namespace, String name) {
    this.source = "/namespaces/" + namespace + "/sessions/" + name;
  }

  /** The document. */
  public ObjectNode of(StoredEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("specversion", "1.0");
    json.put("id", event.id());
    json.put("source", source);
    json.put("type", TYPE_PREFIX + event.type());
    event.subject().ifPresent(subject -> json.put("subject", subject));
    json.put("time", event.at().toString());
    json.put("datacontenttype", "application/json");
    json.put("sequence", Long.toString(event.sequence()));
    json.putRawValue("data", new RawValue(event.data()));
    return json;
  }
}
