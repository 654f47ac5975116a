package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the resource's status said: when each condition changed last, and which epoch wrote it.
 *
 * @param conditions by type
 * @param epoch 0 when no pod wrote it yet
 */
record StatusMemory(Map<String, StatusCondition> conditions, long epoch) {

  static final StatusMemory NOTHING = new StatusMemory(Map.of(), 0);

  StatusMemory {
    conditions = Map.copyOf(conditions);
  }

  /** What a resource says. */
  static StatusMemory of(JsonNode resource) {
    JsonNode status = resource.path("status");
    Map<String, StatusCondition> conditions = new HashMap<>();
    for (JsonNode condition : status.path("conditions")) {
      timeOf(condition)
          .ifPresent(
              since -> {
                String type = condition.path("type").asText();
                conditions.put(
                    type,
                    new StatusCondition(
                        type,
                        condition.path("status").asText().equals("True"),
                        condition.path("reason").asText(),
                        condition.path("message").asText(),
                        since));
              });
    }
    return new StatusMemory(conditions, status.path("session").path("epoch").asLong(0));
  }

  /** A condition without a time has no history to keep. */
  private static Optional<Instant> timeOf(JsonNode condition) {
    try {
      return Optional.of(Instant.parse(condition.path("lastTransitionTime").asText()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Conditions of now, with the times of those that did not change. */
  List<StatusCondition> carriedInto(List<StatusCondition> now) {
    return now.stream()
        .map(
            condition ->
                conditions.containsKey(condition.type())
                    ? condition.after(conditions.get(condition.type()))
                    : condition)
        .toList();
  }

  /** What it says once these are written. */
  StatusMemory with(List<StatusCondition> written, long writtenEpoch) {
    Map<String, StatusCondition> all = new HashMap<>(conditions);
    written.forEach(condition -> all.put(condition.type(), condition));
    return new StatusMemory(all, writtenEpoch);
  }
}
