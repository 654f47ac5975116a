package dev.kubezap.pod.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.kubezap.whatsapp.event.EventKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a CloudEvents 1.0 document in structured JSON. Pure; the same bytes for every
 * attempt.
 */
public final class CloudEventJson {
  /** Media type of the document. */
  public static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

  /** Media type of its data, where that travels alone. */
  public static final String DATA_MEDIA_TYPE = "application/json";

  private static final String TYPE_PREFIX = "dev.kubezap.";

  private final String source;

  /** For the events of one session. */
  public CloudEventJson(String namespace, String name) {
    this.source = "/namespaces/" + namespace + "/sessions/" + name;
  }

  /** The document. */
  public ObjectNode of(StoredEvent event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    attributes(event).forEach(json::put);
    json.putRawValue("data", new RawValue(event.data()));
    return json;
  }

  /** Everything but the data, by the attributes' names, in the order of the document. */
  public Map<String, String> attributes(StoredEvent event) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", event.id());
    attributes.put("source", source);
    attributes.put("type", TYPE_PREFIX + event.type());
    event.subject().ifPresent(subject -> attributes.put("subject", subject));
    attributes.put("time", event.at().toString());
    attributes.put("datacontenttype", DATA_MEDIA_TYPE);
    EventKind.named(event.type()).ifPresent(kind -> attributes.put("dataschema", kind.schema()));
    attributes.put("sequence", Long.toString(event.sequence()));
    // The extension for distributed tracing tells where an event comes from, not how it travels.
    event.origin().ifPresent(origin -> attributes.put("traceparent", origin));
    return attributes;
  }

  /**
   * What an event is in order with: events of a chat with one another, and so those of none. A
   * broker keeps that order among what has the same key.
   */
  public String orderKey(StoredEvent event) {
    return event.subject().orElse(source);
  }
}
