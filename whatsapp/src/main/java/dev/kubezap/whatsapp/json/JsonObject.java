package dev.kubezap.whatsapp.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of an answer. What is missing or of another type is absent.
 *
 * @param members by name
 */
public record JsonObject(Map<String, Object> members) {
  private static final int DEEPEST = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          // Names are a stranger's: they must fill no table.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  public JsonObject {
    members = Map.copyOf(members);
  }

  /**
   * Reads a text; empty when it is no JSON object, or is nested deeper than any answer is. Values
   * are objects, lists, and everything else as its text; {@code null} is left out, of members of
   * one name the last one counts.
   */
  public static Optional<JsonObject> parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      JsonObject object = object(parser);
      return parser.nextToken() == null ? Optional.of(object) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  /** A text as JSON, quotes included. */
  public static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, Object> members = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.remove(name);
      parser.nextToken();
      value(parser).ifPresent(value -> members.put(name, value));
    }
    return new JsonObject(members);
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser).ifPresent(items::add);
    }
    return List.copyOf(items);
  }

  private static Optional<Object> value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> Optional.of(object(parser));
      case START_ARRAY -> Optional.of(list(parser));
      case VALUE_NULL -> Optional.empty();
      default -> Optional.of(parser.getText());
    };
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
