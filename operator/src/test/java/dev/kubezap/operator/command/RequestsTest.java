package dev.kubezap.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {

  private static WhatsAppSession session(String annotations, String status) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: kubezap.dev/v1alpha1
            kind: WhatsAppSession
            metadata: {name: support, namespace: shop, annotations: %s}
            status: %s
            """
                .formatted(annotations, status),
            WhatsAppSession.class);
  }

  @Test
  void newValueIsARequest() {
    assertThat(
            Requests.open(
                session(
                    "{kubezap.dev/reconnect: '2'}",
                    "{phase: Connected, commands: {reconnect: '1'}}")))
        .containsExactly(new Request(Command.RECONNECT, "2"));
  }

  @Test
  void valueThatWasCarriedOutIsNone() {
    assertThat(
            Requests.open(
                session(
                    "{kubezap.dev/log-out: '1'}", "{phase: Connected, commands: {log-out: '1'}}")))
        .isEmpty();
  }

  @Test
  void firstValueOfAnOldSessionIsARequest() {
    assertThat(Requests.open(session("{kubezap.dev/log-out: '1'}", "{phase: Connected}")))
        .containsExactly(new Request(Command.LOG_OUT, "1"));
  }

  @Test
  void annotationsOfANewSessionAskForNothing() {
    var copy = session("{kubezap.dev/log-out: '1', other: x}", "{}");

    assertThat(Requests.open(copy)).isEmpty();
    assertThat(Requests.done(copy)).isEqualTo(Map.of("log-out", "1"));
  }
}
