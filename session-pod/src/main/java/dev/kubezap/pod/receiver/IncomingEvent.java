package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A CloudEvent 1.0 that was posted: in structured mode the body is the whole event, in binary mode
 * its data, and the attributes are headers (cloudevents.io, HTTP protocol binding 1.0.2).
 *
 * @param document the event as structured mode has it
 */
public record IncomingEvent(ObjectNode document) {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String HEADER = "ce-";
  private static final String VERSION = "specversion";
  private static final int LONGEST_ATTRIBUTE = 2_048;

  /**
   * Reads an event.
   *
   * @param headers by lower-case name
   * @throws ProblemException 422 when it is none, or its data is no JSON object
   */
  public static IncomingEvent of(Map<String, String> headers, ObjectNode body) {
    String type = headers.getOrDefault("content-type", "").split(";", 2)[0].strip();
    ObjectNode document =
        type.toLowerCase(Locale.ROOT).equals(STRUCTURED) ? body : ofHeaders(headers, body);
    if (!document.path(VERSION).asText().equals("1.0")) {
      throw wrong(VERSION, "must be 1.0: send a CloudEvent, in binary or structured mode");
    }
    for (String attribute : List.of("id", "source", "type")) {
      String value = document.path(attribute).asText();
      if (!document.path(attribute).isTextual()
          || value.isBlank()
          || value.length() > LONGEST_ATTRIBUTE) {
        throw wrong(attribute, "must be a text of 1 to " + LONGEST_ATTRIBUTE + " characters");
      }
    }
    if (!document.path("data").isObject()) {
      throw wrong("data", "must be a JSON object");
    }
    return new IncomingEvent(document);
  }

  private static ObjectNode ofHeaders(Map<String, String> headers, ObjectNode data) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(HEADER)) {
            document.put(name.substring(HEADER.length()), decoded(name, value));
          }
        });
    document.set("data", data);
    return document;
  }

  /** Attributes are percent-encoded in headers; a plus sign is one. */
  private static String decoded(String name, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(name, "is not percent-encoded as CloudEvents define it");
    }
  }

  private static ProblemException wrong(String attribute, String rule) {
    return new ProblemException(Problem.invalid(attribute, rule));
  }

  /** What happened, such as {@code dev.kubezap.message.send}. */
  public String type() {
    return document.path("type").textValue();
  }

  /** What two deliveries of the same event have in common, and no other event has. */
  public String identity() {
    return document.path("source").textValue() + "\n" + document.path("id").textValue();
  }

  /** What it says. */
  public ObjectNode data() {
    return (ObjectNode) document.path("data");
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "IncomingEvent[" + type() + "]";
  }
}
