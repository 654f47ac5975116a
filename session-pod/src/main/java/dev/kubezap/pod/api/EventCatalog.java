package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.event.EventKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The events that a session raises, as its HTTP surface names them; made of {@link EventKind}. */
public final class EventCatalog {
  private static final Set<String> NAMES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(Arrays.stream(EventKind.values()).map(EventKind::text).toList()));

  private EventCatalog() {}

  /** The names, such as {@code message.received}, in the order of the list. */
  public static Set<String> names() {
    return NAMES;
  }

  /** The catalogue's document. */
  static ObjectNode document() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var items = json.putArray("items");
    for (EventKind kind : EventKind.values()) {
      items
          .addObject()
          .put("event", kind.text())
          .put("type", "dev.kubezap." + kind.text())
          .put("dataschema", kind.schema())
          .put("description", kind.description());
    }
    return json;
  }
}
