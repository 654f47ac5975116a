package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusMemoryTest {
  private static final Instant THEN = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  @Test
  void aResourceTellsItsConditionsAndTheEpochThatWroteThem() throws Exception {
    StatusMemory memory =
        StatusMemory.of(
            json(
                """
                {"status": {"session": {"epoch": 7}, "conditions": [
                  {"type": "Paired", "status": "True", "reason": "Paired", "message": "m",
                   "lastTransitionTime": "2026-11-20T00:00:00Z"},
                  {"type": "Connected", "status": "False", "reason": "Standby", "message": "w",
                   "lastTransitionTime": "2026-11-20T00:00:00Z"}]}}
                """));

    assertThat(memory.epoch()).isEqualTo(7);
    assertThat(memory.conditions().values())
        .containsExactlyInAnyOrder(
            new StatusCondition("Paired", true, "Paired", "m", THEN),
            new StatusCondition("Connected", false, "Standby", "w", THEN));
  }

  @Test
  void aResourceThatNoPodWroteTellsNothing() throws Exception {
    assertThat(StatusMemory.of(json("{}"))).isEqualTo(StatusMemory.NOTHING);
  }

  @Test
  void aConditionWithoutAReadableTimeHasNoHistory() throws Exception {
    StatusMemory memory =
        StatusMemory.of(
            json(
                """
                {"status": {"conditions": [{"type": "Paired", "status": "True"},
                  {"type": "Connected", "status": "True", "lastTransitionTime": "soon"}]}}
                """));

    assertThat(memory.conditions()).isEmpty();
  }

  @Test
  void onlyWhatChangedHasANewTime() {
    StatusMemory memory =
        StatusMemory.NOTHING.with(
            List.of(
                new StatusCondition("Paired", true, "Paired", "m", THEN),
                new StatusCondition("Connected", false, "Standby", "m", THEN)),
            3);

    assertThat(
            memory.carriedInto(
                List.of(
                    new StatusCondition("Paired", true, "Other", "n", NOW),
                    new StatusCondition("Connected", true, "Connected", "n", NOW),
                    new StatusCondition("Degraded", false, "AsExpected", "n", NOW))))
        .containsExactly(
            new StatusCondition("Paired", true, "Other", "n", THEN),
            new StatusCondition("Connected", true, "Connected", "n", NOW),
            new StatusCondition("Degraded", false, "AsExpected", "n", NOW));
  }

  @Test
  void whatWasWrittenIsRememberedBesideWhatOthersWrote() {
    StatusCondition foreign = new StatusCondition("Ready", true, "Ready", "m", THEN);
    StatusCondition paired = new StatusCondition("Paired", true, "Paired", "m", NOW);

    StatusMemory memory = StatusMemory.NOTHING.with(List.of(foreign), 3).with(List.of(paired), 4);

    assertThat(memory.epoch()).isEqualTo(4);
    assertThat(memory.conditions().values()).containsExactlyInAnyOrder(foreign, paired);
  }

  private static JsonNode json(String text) throws MalformedJsonException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
