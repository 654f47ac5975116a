package dev.kubezap.whatsapp.mex;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of an answer. What is missing or of another type is absent.
 *
 * @param members by name
 */
public record JsonObject(Map<String, Object> members) {

  public JsonObject {
    members = Map.copyOf(members);
  }

  /** Reads a text; empty when it is no JSON object. */
  public static Optional<JsonObject> parse(String text) {
    return new JsonReader(text)
        .read()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  /** A member that is an object. */
  public Optional<JsonObject> object(String name) {
    return Optional.ofNullable(members.get(name))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  /** The objects of a member that is a list; none when it is no list. */
  public List<JsonObject> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  /** A member that is a text or a number, as a text. */
  public Optional<String> text(String name) {
    return members.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A member that is a whole number, given as a number or as a text. */
  public Optional<Long> number(String name) {
    return text(name).filter(text -> text.matches("-?[0-9]{1,18}")).map(Long::valueOf);
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "JsonObject" + members.keySet();
  }
}
