package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One alert of a notification.
 *
 * @param firing false when it is resolved
 * @param labels by name
 * @param words its annotations for people: summary and description, or message; may be empty
 */
record Alert(boolean firing, Map<String, String> labels, String words) {
  /** Annotations may hold a whole log. */
  private static final int LONGEST_WORDS = 500;

  /** Of an element of {@code alerts}; what is absent or no text is left out. */
  static Alert of(JsonNode json) {
    JsonNode annotations = json.path("annotations");
    String words =
        Stream.of("summary", "description")
            .flatMap(name -> text(annotations, name).stream())
            .distinct()
            .collect(Collectors.joining("\n"));
    if (words.isEmpty()) {
      words = text(annotations, "message").orElse("");
    }
    return new Alert(
        !json.path("status").asText().equals("resolved"),
        texts(json.path("labels")),
        shortened(words, LONGEST_WORDS));
  }

  /** The members that are texts, by name. */
  static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new TreeMap<>();
    json.properties()
        .forEach(
            member -> {
              if (member.getValue().isTextual()) {
                texts.put(member.getKey(), member.getValue().textValue());
              }
            });
    return texts;
  }

  /** A member that is a text with something in it, without the space around it. */
  static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.path(name).textValue())
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** At most so many characters; never half of a surrogate pair. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "Alert";
  }
}
