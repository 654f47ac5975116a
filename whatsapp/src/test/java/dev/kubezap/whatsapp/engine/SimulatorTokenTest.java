package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Privacy tokens between this client, a server that looks after them, and phones. */
@Tag("slow")
class SimulatorTokenTest {
  private static final FaultMatch ISSUING = FaultMatch.tag("iq", "xmlns", "privacy");

  @Test
  @Conformance(
      value = Capability.PRIVACY_TOKEN,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void tokensGoBothWaysAndOutliveTheProcess() throws IOException {
    try (LiveConversation talk = LiveConversation.connected();
        FaultPlan.Scope issuing =
            talk.simulator.fault(
                FaultRule.always(FaultPoint.IN, ISSUING, new FaultAction.Delay(0)))) {
      talk.receive("hello", true);
      await().until(() -> !talk.store.records("privacy-token").isEmpty());
      talk.await(talk.send("with a token"), MessageStatus.DELIVERED);
      talk.await(talk.send("and another"), MessageStatus.DELIVERED);
      await().until(() -> happened(talk, issuing) == 1);
      talk.restart().client.start();
      talk.live.awaitPhase(Phase.CONNECTED);
      talk.await(talk.send("after a restart"), MessageStatus.DELIVERED);
      // The server asks for it from five seconds after it was acknowledged.
      await()
          .atMost(java.time.Duration.ofSeconds(15))
          .pollInterval(java.time.Duration.ofSeconds(6))
          .until(
              () ->
                  talk.await(talk.send("later"), MessageStatus.DELIVERED).status()
                      != MessageStatus.FAILED);
      assertThat(happened(talk, issuing)).isEqualTo(1);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  private static int happened(LiveConversation talk, FaultPlan.Scope scope) {
    return talk.simulator.faults().list().stream()
        .filter(report -> report.id() == scope.id())
        .findFirst()
        .orElseThrow()
        .happened();
  }
}
