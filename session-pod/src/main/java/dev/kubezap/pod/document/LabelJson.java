package dev.kubezap.pod.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.model.Label;
import java.util.Comparator;
import java.util.Set;

/** The documents of labels. What is not known is absent. */
public final class LabelJson {
  /** Numbers in their order. */
  private static final Comparator<String> IDS =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private LabelJson() {}

  /** A label. */
  public static ObjectNode of(Label label) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", label.id()).put("name", label.name()).put("color", label.color());
    label.place().ifPresent(place -> json.put("place", place));
    label.predefined().ifPresent(which -> json.put("predefined", which));
    label.kind().ifPresent(kind -> json.put("kind", kind));
    if (label.fixed()) {
      json.put("fixed", true);
    }
    return json;
  }

  /** The labels that something bears, when it does. */
  static void put(ObjectNode json, Set<String> labels) {
    if (!labels.isEmpty()) {
      set(json, labels);
    }
  }

  /** All labels that something bears now, perhaps none. */
  static void set(ObjectNode json, Set<String> labels) {
    ArrayNode ids = json.putArray("labels");
    labels.stream().sorted(IDS).forEach(ids::add);
  }
}
