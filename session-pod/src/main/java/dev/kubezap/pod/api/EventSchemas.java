package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.event.EventKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in the data of each event: the schemas of the OpenAPI document that name events in {@code
 * x-events}.
 */
final class EventSchemas {
  private static final String EVENTS = "x-events";
  private static final String PLACE = "#/components/schemas/";

  private final JsonNode schemas;
  private final Map<String, String> names = new HashMap<>();

  /**
   * @param openApi the document
   * @throws IllegalStateException if an event has no schema, or more than one
   */
  EventSchemas(JsonNode openApi) {
    schemas = openApi.at("/components/schemas");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      for (JsonNode event : schema.getValue().path(EVENTS)) {
        String other = names.put(event.asText(), schema.getKey());
        if (other != null) {
          throw new IllegalStateException(event.asText() + " has two schemas");
        }
      }
    }
    for (EventKind kind : EventKind.values()) {
      if (!names.containsKey(kind.text())) {
        throw new IllegalStateException(kind.text() + " has no schema");
      }
    }
  }

  /** Where the schema of an event's data is, within a document that has {@link #copyTo} them. */
  String reference(EventKind kind) {
    return PLACE + names.get(kind.text());
  }

  /** Copies the schemas of all events, and those that they refer to. */
  void copyTo(ObjectNode components) {
    Set<String> wanted = new TreeSet<>(names.values());
    while (!wanted.isEmpty()) {
      String name = wanted.iterator().next();
      wanted.remove(name);
      JsonNode schema = schemas.path(name);
      components.set(name, schema);
      for (JsonNode reference : schema.findValues("$ref")) {
        String referred = reference.asText().substring(PLACE.length());
        if (!components.has(referred)) {
          wanted.add(referred);
        }
      }
    }
  }
}
