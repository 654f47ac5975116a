package dev.kubezap.pod.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the fields of an object one by one and notes what is wrong with them; what nobody took at
 * the end is unknown.
 *
 * <p>A field that is {@code null} is treated as a wrong type, not as absent, so that a caller's
 * mistake does not pass silently.
 */
public final class Fields {
  /** More help nobody; an error takes many times what its field does. */
  private static final int MOST_UNKNOWN = 100;

  private final ObjectNode object;
  private final Set<String> taken = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();
  private final List<Fields> parts = new ArrayList<>();
  private final String prefix;

  public Fields(ObjectNode object) {
    this(object, "");
  }

  private Fields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** Whether the object has this field. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** Whether a field is an object. */
  public boolean isObject(String name) {
    return object.path(name).isObject();
  }

  /** Whether a field says false; it counts as taken then. */
  public boolean isFalse(String name) {
    boolean isFalse = object.path(name).isBoolean() && !object.path(name).booleanValue();
    if (isFalse) {
      taken.add(name);
    }
    return isFalse;
  }

  /** Whether a field says null; it counts as taken then. */
  public boolean isNull(String name) {
    boolean isNull = object.path(name).isNull();
    if (isNull) {
      taken.add(name);
    }
    return isNull;
  }

  /** Whether a field is a string without a character; it counts as taken then. */
  public boolean isEmptyText(String name) {
    boolean isEmpty = object.path(name).isTextual() && object.path(name).textValue().isEmpty();
    if (isEmpty) {
      taken.add(name);
    }
    return isEmpty;
  }

  /** Takes a field whose value somebody else reads. */
  public void taken(String name) {
    taken.add(name);
  }

  /** Notes that a field is wrong. */
  public void wrong(String field, String message) {
    errors.add(new FieldError(prefix + field, message));
  }

  /** The fields of an object inside this one; what is wrong in them is noted here. */
  public Optional<Fields> object(String name) {
    Optional<JsonNode> value = take(name);
    if (value.isPresent() && !value.get().isObject()) {
      wrong(name, "must be an object");
      return Optional.empty();
    }
    return value.map(found -> part((ObjectNode) found, name));
  }

  /** The objects of a list that must have 1 to {@code maximum} of them. */
  public List<Fields> requiredObjects(String name, int maximum) {
    Optional<JsonNode> value = take(name);
    if (value.isEmpty()) {
      wrong(name, "is required");
      return List.of();
    }
    if (!value.get().isArray() || value.get().isEmpty() || value.get().size() > maximum) {
      wrong(name, "must be a list of 1 to " + maximum + " objects");
      return List.of();
    }
    List<Fields> found = new ArrayList<>();
    for (int i = 0; i < value.get().size(); i++) {
      String place = name + "[" + i + "]";
      if (value.get().get(i) instanceof ObjectNode one) {
        found.add(part(one, place));
      } else {
        wrong(place, "must be an object");
      }
    }
    return found;
  }

  private Fields part(ObjectNode found, String place) {
    Fields part = new Fields(found, prefix + place + ".");
    parts.add(part);
    return part;
  }

  /** A number within bounds, both included; it must be there. */
  public Optional<Double> requiredDecimal(String name, double lowest, double highest) {
    Optional<Double> number =
        take(name).filter(JsonNode::isNumber).map(JsonNode::doubleValue).filter(Double::isFinite);
    if (!object.has(name)) {
      wrong(name, "is required");
    } else if (number.isEmpty() || number.get() < lowest || number.get() > highest) {
      wrong(name, "must be a number from " + lowest + " to " + highest);
      return Optional.empty();
    }
    return number;
  }

  /** A point in time as RFC 3339 writes it; it must be there. */
  public Optional<Instant> requiredTime(String name) {
    if (!object.has(name)) {
      taken.add(name);
      wrong(name, "is required");
      return Optional.empty();
    }
    return time(name);
  }

  /** A point in time as RFC 3339 writes it. */
  public Optional<Instant> time(String name) {
    return text(name, 64)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeParseException e) {
                wrong(name, "must be a time such as 2026-11-01T12:00:00Z");
                return Optional.empty();
              }
            });
  }

  /** A duration of ISO 8601 from zero on. */
  public Optional<Duration> duration(String name, Duration longest) {
    return text(name, 64)
        .flatMap(
            text -> {
              try {
                Optional<Duration> found =
                    Optional.of(Duration.parse(text))
                        .filter(one -> !one.isNegative() && one.compareTo(longest) <= 0);
                if (found.isEmpty()) {
                  wrong(name, "must be from PT0S to " + longest);
                }
                return found;
              } catch (DateTimeParseException e) {
                wrong(name, "must be a duration such as PT10S");
                return Optional.empty();
              }
            });
  }

  /** A string of 1 to {@code maximum} UTF-16 units; empty and noted when it is missing or wrong. */
  public Optional<String> requiredText(String name, int maximum) {
    if (!object.has(name)) {
      taken.add(name);
      wrong(name, "is required");
      return Optional.empty();
    }
    return text(name, maximum);
  }

  /** A string of 1 to {@code maximum} UTF-16 units; empty when it is absent, or noted as wrong. */
  public Optional<String> text(String name, int maximum) {
    return take(name).flatMap(value -> textOf(name, value, maximum));
  }

  /** A boolean. */
  public Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = take(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      wrong(name, "must be true or false");
      return Optional.empty();
    }
    return value.map(JsonNode::booleanValue);
  }

  /** A whole number within bounds, both included. */
  public Optional<Long> wholeNumber(String name, long lowest, long highest) {
    Optional<Long> number =
        take(name)
            .filter(value -> value.isIntegralNumber() && value.canConvertToLong())
            .map(JsonNode::asLong);
    boolean fits = number.isPresent() && number.get() >= lowest && number.get() <= highest;
    if (object.has(name) && !fits) {
      wrong(name, "must be a whole number from " + lowest + " to " + highest);
      return Optional.empty();
    }
    return number;
  }

  /**
   * A list of exactly {@code count} whole numbers within bounds, both included; empty when it is
   * absent, or noted as wrong.
   */
  public Optional<List<Long>> wholeNumbers(String name, int count, long lowest, long highest) {
    Optional<JsonNode> value = take(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode item : value.get()) {
      if (item.isIntegralNumber() && item.canConvertToLong()) {
        numbers.add(item.asLong());
      }
    }
    boolean within = numbers.stream().allMatch(number -> number >= lowest && number <= highest);
    if (!value.get().isArray()
        || value.get().size() != count
        || numbers.size() != count
        || !within) {
      wrong(
          name, "must be a list of " + count + " whole numbers from " + lowest + " to " + highest);
      return Optional.empty();
    }
    return Optional.of(numbers);
  }

  /** A sequence number of at least 0, as a number or as a string of digits. */
  public Optional<Long> sequence(String name) {
    Optional<JsonNode> value = take(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String digits = value.get().asText();
    boolean fits =
        (value.get().isIntegralNumber() || value.get().isTextual()) && digits.matches("\\d{1,19}");
    try {
      return fits ? Optional.of(Long.parseLong(digits)) : noSequence(name);
    } catch (NumberFormatException e) {
      return noSequence(name);
    }
  }

  private Optional<Long> noSequence(String name) {
    wrong(name, "must be the sequence of an event");
    return Optional.empty();
  }

  /** A list of strings. */
  public List<String> texts(String name, int maximumItems, int maximumLength) {
    Optional<JsonNode> value = take(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      wrong(name, "must be a list of strings");
      return List.of();
    }
    if (value.get().size() > maximumItems) {
      wrong(name, "must not have more than " + maximumItems + " items");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.get().size(); i++) {
      textOf(name + "[" + i + "]", value.get().get(i), maximumLength).ifPresent(texts::add);
    }
    return texts;
  }

  /** An object whose values are strings. */
  public Map<String, String> textMap(String name, int maximumEntries, int maximumLength) {
    Optional<JsonNode> value = take(name);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!(value.get() instanceof ObjectNode entries)) {
      wrong(name, "must be an object whose values are strings");
      return Map.of();
    }
    if (entries.size() > maximumEntries) {
      wrong(name, "must not have more than " + maximumEntries + " entries");
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      if (entry.getKey().isEmpty() || entry.getKey().length() > maximumLength) {
        wrong(name, "must have names of 1 to " + maximumLength + " characters");
      } else {
        textOf(name + "." + entry.getKey(), entry.getValue(), maximumLength)
            .ifPresent(text -> map.put(entry.getKey(), text));
      }
    }
    return map;
  }

  /** Takes fields that may be there and mean nothing to this request. */
  public void ignored(String... names) {
    for (String name : names) {
      taken.add(name);
    }
  }

  /** Notes that these fields exist but cannot be served, when they are there. */
  public void notSupported(String... names) {
    for (String name : names) {
      if (take(name).isPresent()) {
        wrong(name, "is not supported yet: leave it out");
      }
    }
  }

  /** What is wrong in the fields that were looked at so far. */
  public List<FieldError> errorsSoFar() {
    return List.copyOf(errors);
  }

  /** Everything that is wrong, the first unknown fields included. Call it last. */
  public List<FieldError> errors() {
    List<FieldError> all = new ArrayList<>(errors);
    int unknown = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!taken.contains(field.getKey()) && unknown++ < MOST_UNKNOWN) {
        all.add(new FieldError(prefix + shown(field.getKey()), "is not a field of this request"));
      }
    }
    parts.forEach(part -> all.addAll(part.errors()));
    return all;
  }

  private Optional<JsonNode> take(String name) {
    taken.add(name);
    return Optional.ofNullable(object.get(name));
  }

  private Optional<String> textOf(String field, JsonNode value, int maximum) {
    if (!value.isTextual()) {
      wrong(field, "must be a string");
      return Optional.empty();
    }
    String text = value.textValue();
    if (text.isEmpty()) {
      wrong(field, "must not be empty");
      return Optional.empty();
    }
    if (text.length() > maximum) {
      wrong(field, "must not be longer than " + maximum + " characters");
      return Optional.empty();
    }
    if (!isStorable(text)) {
      wrong(field, "must not contain U+0000 or half of a surrogate pair");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static boolean isStorable(String text) {
    return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
  }

  /** A name that is not ours is shown in part only: it could be as long as the body. */
  private static String shown(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
