package dev.kubezap.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

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
            open(
                session(
                    "{kubezap.dev/reconnect: '2'}",
                    "{phase: Connected, commands: {reconnect: '1'}}")))
        .containsExactly(new Request(Command.RECONNECT, "2"));
  }

  @Test
  void valueThatWasCarriedOutIsNone() {
    assertThat(
            open(
                session(
                    "{kubezap.dev/log-out: '1'}", "{phase: Connected, commands: {log-out: '1'}}")))
        .isEmpty();
  }

  @Test
  void firstValueOfAnOldSessionIsARequest() {
    assertThat(open(session("{kubezap.dev/log-out: '1'}", "{phase: Connected}")))
        .containsExactly(new Request(Command.LOG_OUT, "1"));
  }

  @Test
  void annotationsOfANewSessionAskForNothing() {
    var copy = session("{kubezap.dev/log-out: '1', other: x}", "{}");

    assertThat(open(copy)).isEmpty();
    assertThat(Ledger.of(copy).entries()).isEqualTo(Map.of("log-out", "1"));
  }

  /** Whoever reads what another began knows that it is not to be asked for again. */
  @Test
  void whatWasBegunIsKnownUntilItIsDoneOrWithdrawn() {
    var request = new Request(Command.RE_PAIR, "1");
    var nothing = new Ledger(Map.of("log-out", "9"));

    Ledger begun = nothing.begun(request);

    assertThat(begun.entries()).isEqualTo(Map.of("log-out", "9", "re-pair.begun", "1"));
    assertThat(begun.interrupted()).containsExactly(request);
    assertThat(begun.withdrawn(request)).isEqualTo(nothing);
    assertThat(begun.done(request).entries()).isEqualTo(Map.of("log-out", "9", "re-pair", "1"));
    assertThat(begun.done(request).interrupted()).isEmpty();
  }

  private static List<Request> open(WhatsAppSession session) {
    return Ledger.of(session).open(session);
  }
}
