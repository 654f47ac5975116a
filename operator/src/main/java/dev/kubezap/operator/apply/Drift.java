package dev.kubezap.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Whether a live object says everything that is desired. What others added is none of our business.
 * Pure.
 */
final class Drift {

  private Drift() {}

  /** Whether every desired field is in the live object with the same value. */
  static boolean satisfied(JsonNode desired, JsonNode live) {
    if (desired.isObject()) {
      return desired.properties().stream().allMatch(field -> fieldSatisfied(field, live));
    }
    if (desired.isArray()) {
      return live.isArray() && arraySatisfied(desired, live);
    }
    return desired.equals(live);
  }

  private static boolean fieldSatisfied(Map.Entry<String, JsonNode> field, JsonNode live) {
    JsonNode value = live.get(field.getKey());
    return value == null ? empty(field.getValue()) : satisfied(field.getValue(), value);
  }

  private static boolean empty(JsonNode desired) {
    return desired.isNull() || (desired.isContainerNode() && desired.isEmpty());
  }

  /** Named elements may stand among others; unnamed ones are compared one by one. */
  private static boolean arraySatisfied(JsonNode desired, JsonNode live) {
    boolean named = desired.valueStream().allMatch(element -> element.has("name"));
    if (named) {
      return desired
          .valueStream()
          .allMatch(
              element ->
                  live.valueStream()
                      .anyMatch(
                          candidate ->
                              element.get("name").equals(candidate.get("name"))
                                  && satisfied(element, candidate)));
    }
    if (desired.size() != live.size()) {
      return false;
    }
    for (int i = 0; i < desired.size(); i++) {
      if (!satisfied(desired.get(i), live.get(i))) {
        return false;
      }
    }
    return true;
  }
}
