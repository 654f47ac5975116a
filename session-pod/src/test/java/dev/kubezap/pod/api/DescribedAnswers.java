package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what of an answer its description does not say, by the keywords that the description uses.
 */
final class DescribedAnswers {
  private final JsonNode document;

  DescribedAnswers(JsonNode document) {
    this.document = document;
  }

  /**
   * What is not as described; nothing for what no path describes.
   *
   * @param type of the answer's content
   * @param answer a JSON document
   */
  List<String> faults(String method, String path, int status, String type, JsonNode answer) {
    List<String> faults = new ArrayList<>();
    Optional<JsonNode> operation = operation(method, path);
    if (operation.isEmpty()) {
      return faults;
    }
    JsonNode response = resolved(operation.get().path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      faults.add(status + " is not described");
      return faults;
    }
    JsonNode content = response.path("content").path(type.split(";", 2)[0]);
    if (content.isMissingNode()) {
      faults.add(status + " as " + type + " is not described");
    }
    compare(content.path("schema"), answer, "", faults);
    return faults;
  }

  private Optional<JsonNode> operation(String method, String path) {
    String[] asked = path.split("[?]", 2)[0].split("/", -1);
    JsonNode found = null;
    int parameters = Integer.MAX_VALUE;
    for (Map.Entry<String, JsonNode> one : document.path("paths").properties()) {
      String[] template = one.getKey().split("/", -1);
      JsonNode operation = one.getValue().path(method.toLowerCase(Locale.ROOT));
      int count = fits(template, asked);
      if (count >= 0 && count < parameters && !operation.isMissingNode()) {
        parameters = count;
        found = operation;
      }
    }
    return Optional.ofNullable(found);
  }

  /** How many parameters there are; negative when it does not fit. */
  private static int fits(String[] template, String[] asked) {
    int count = 0;
    for (int i = 0; i < template.length; i++) {
      boolean parameter = template[i].startsWith("{");
      if (asked.length != template.length || (!parameter && !template[i].equals(asked[i]))) {
        return -1;
      }
      count += parameter ? 1 : 0;
    }
    return count;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private void compare(JsonNode given, JsonNode value, String place, List<String> faults) {
    JsonNode schema = resolved(given);
    for (JsonNode all : schema.path("allOf")) {
      compare(all, value, place, faults);
    }
    if (schema.has("oneOf") && !fitsOne(schema.path("oneOf"), value, place)) {
      faults.add(place + " is none of those that are described");
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add(place + " is not " + schema.path("const"));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(place + " is " + value + ", which is not among " + schema.path("enum"));
    }
    if (schema.has("type") && !isOf(schema.path("type"), value)) {
      faults.add(place + " is no " + schema.path("type"));
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size() && schema.has("items"); i++) {
        compare(schema.path("items"), value.path(i), place + "/" + i, faults);
      }
    }
    if (value.isObject()) {
      members(schema, value, place, faults);
    }
  }

  private boolean fitsOne(JsonNode choices, JsonNode value, String place) {
    for (JsonNode one : choices) {
      List<String> faults = new ArrayList<>();
      compare(one, value, place, faults);
      if (faults.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void members(JsonNode schema, JsonNode value, String place, List<String> faults) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        faults.add(place + "/" + name.asText() + " is missing");
      }
    }
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode described = schema.path("properties").path(member.getKey());
      String at = place + "/" + member.getKey();
      if (!described.isMissingNode()) {
        compare(described, member.getValue(), at, faults);
      } else if (others.isObject()) {
        compare(others, member.getValue(), at, faults);
      } else if (others.isBoolean() && !others.asBoolean()) {
        faults.add(at + " is not described");
      }
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (isOf(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
