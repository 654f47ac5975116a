package dev.kubezap.pod.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertmanagerTextTest {

  static ObjectNode json(String text) throws Exception {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysWhatFiresAndWhere() throws Exception {
    String text =
        AlertmanagerText.of(
            json(
                """
                {"version":"4","groupKey":"{}:{alertname=\\"HighLatency\\"}","truncatedAlerts":3,
                 "status":"firing","receiver":"whatsapp","groupLabels":{"alertname":"HighLatency"},
                 "commonLabels":{"alertname":"HighLatency","cluster":"eu-1","severity":"page"},
                 "commonAnnotations":{},"externalURL":"https://alerts.example.com",
                 "alerts":[
                  {"status":"firing","labels":{"alertname":"HighLatency","cluster":"eu-1",
                   "severity":"page","instance":"api-1"},"annotations":{"summary":"p99 above 1 s",
                   "description":"It is 2.3 s for 10 min."},"startsAt":"2026-11-24T10:00:00Z"},
                  {"status":"resolved","labels":{"alertname":"HighLatency","cluster":"eu-1",
                   "severity":"page","instance":"api-2"},"annotations":{"message":"p99 was slow"}}]}
                """));

    assertThat(text)
        .isEqualTo(
            """
            *FIRING: HighLatency* (1 firing, 1 resolved)
            cluster=eu-1, severity=page
            • instance=api-1: p99 above 1 s
            It is 2.3 s for 10 min.
            • resolved: instance=api-2: p99 was slow
            and 3 more
            https://alerts.example.com""");
  }

  @Test
  void saysThatAllIsWell() throws Exception {
    assertThat(
            AlertmanagerText.of(
                json(
                    """
                    {"commonLabels":{"alertname":"DiskFull"},"externalURL":"javascript:alert(1)",
                     "alerts":[{"status":"resolved","labels":{"alertname":"DiskFull"}}]}
                    """)))
        .isEqualTo("*RESOLVED: DiskFull*");
  }

  @Test
  void namesEachOfDifferentAlerts() throws Exception {
    assertThat(
            AlertmanagerText.of(
                json(
                    """
                    {"alerts":[{"status":"firing","labels":{"alertname":"DiskFull","node":"n1"}},
                     {"status":"firing","labels":{"alertname":"NodeDown","node":7}}]}
                    """)))
        .isEqualTo("*FIRING: alerts* (2)\n• DiskFull node=n1\n• NodeDown");
  }

  @Test
  void endsSomewhere() throws Exception {
    String alert =
        "{\"status\":\"firing\",\"labels\":{\"pod\":\"%s\"},\"annotations\":{\"summary\":\"%s\"}}"
            .formatted("p".repeat(300), "😀".repeat(2_000));
    String text =
        AlertmanagerText.of(json("{\"alerts\":[" + (alert + ",").repeat(99) + alert + "]}"));

    assertThat(text.lines().filter(line -> line.startsWith("• pod="))).hasSize(20);
    assertThat(text).endsWith("\nand 80 more");
    assertThat(text.length()).isEqualTo(14_194);
    assertThat(text.chars().filter(c -> Character.isSurrogate((char) c)).count()).isEqualTo(9_960);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"alerts\":{}}", "{\"alerts\":[]}", "{\"alerts\":[7]}", "{\"alerts\":7}"})
  void refusesWhatIsNoNotification(String wrong) {
    assertThatThrownBy(() -> AlertmanagerText.of(json(wrong)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().document().toString()).contains("\"field\":\"alerts\""));
  }
}
