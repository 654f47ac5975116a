package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a client takes what the server says of its messages. */
@Tag("slow")
class SimulatorAnswersTest {
  private static final int[] REFUSALS = {
    400, 403, 404, 405, 421, 429, 463, 473, 475, 479, 500, 503, 599
  };

  private static FaultRule onMessage(int error, @Nullable Map<String, String> attributes) {
    return FaultRule.once(
        FaultPoint.MESSAGE, FaultMatch.all(), new FaultAction.Reject(error, attributes));
  }

  @Test
  void everyRefusalIsTheMessagesFailureAndOfNoOther() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      for (int code : REFUSALS) {
        try (FaultPlan.Scope _ = talk.simulator.fault(onMessage(code, null))) {
          StoredMessage failed = talk.await(talk.send("refused " + code), MessageStatus.SENT);
          assertThat(failed.status()).isEqualTo(MessageStatus.FAILED);
          MessageFailure failure = failed.failure().orElseThrow();
          assertThat(failure.code()).isEqualTo("whatsapp-refused");
          assertThat(failure.whatsappCode()).isEqualTo(OptionalInt.of(code));
          assertThat(failure.reason()).isNotBlank();
        }
        StoredMessage next = talk.await(talk.send("after " + code), MessageStatus.DELIVERED);
        assertThat(next.status()).isGreaterThanOrEqualTo(MessageStatus.DELIVERED);
      }
      // None of them is sent again later.
      talk.connection().abort();
      talk.await(talk.send("the end"), MessageStatus.DELIVERED);
      assertThat(talk.arrived())
          .noneMatch(text -> text.startsWith("refused"))
          .doesNotHaveDuplicates()
          .hasSize(REFUSALS.length + 1);
      assertThat(talk.store.prepared()).isEmpty();
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void aStaleLidIsLookedUpAgainBeforeTheNextMessage() throws IOException {
    FaultAction.Delay counted = new FaultAction.Delay(0);
    try (LiveConversation talk = LiveConversation.connected()) {
      talk.await(talk.send("learns the devices"), MessageStatus.DELIVERED);
      try (FaultPlan.Scope stale =
              talk.simulator.fault(onMessage(0, Map.of("refresh_lid", "true")));
          FaultPlan.Scope lookUps =
              talk.simulator.fault(
                  FaultRule.always(
                      FaultPoint.IN, FaultMatch.tag("iq", "xmlns", "usync"), counted))) {
        StoredMessage taken = talk.await(talk.send("with a stale lid"), MessageStatus.DELIVERED);
        assertThat(taken.status()).isGreaterThanOrEqualTo(MessageStatus.DELIVERED);
        assertThat(happened(talk, stale)).isOne();
        assertThat(happened(talk, lookUps)).isZero();
        talk.await(talk.send("looked up"), MessageStatus.DELIVERED);
        assertThat(happened(talk, lookUps)).isOne();
        talk.await(talk.send("known again"), MessageStatus.DELIVERED);
        assertThat(happened(talk, lookUps)).isOne();
      }
      assertThat(talk.arrived()).hasSize(4).doesNotHaveDuplicates();
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

  @Test
  void aDeviceThatWasMissedGetsTheMessageAfterwards() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      talk.await(talk.send("learns the devices"), MessageStatus.DELIVERED);
      // The client never hears that the other account has linked a device.
      FaultRule deaf =
          FaultRule.always(
              FaultPoint.OUT,
              new FaultMatch(
                  LiveConversation.NUMBER.substring(1),
                  null,
                  null,
                  "notification",
                  null,
                  Map.of("type", "devices")),
              new FaultAction.Drop());
      try (FaultPlan.Scope _ = talk.simulator.fault(deaf);
          LiveClient theirs = LiveClient.of(talk.simulator)) {
        theirs.pair(talk.simulator, LiveConversation.OTHER);
        StoredMessage sent = talk.await(talk.send("for all devices"), MessageStatus.DELIVERED);
        String device =
            talk.simulator
                .world()
                .locked(
                    () ->
                        talk.simulator
                            .phone(LiveConversation.OTHER)
                            .account()
                            .companions()
                            .getFirst()
                            .toString());
        await()
            .until(
                () ->
                    talk.simulator
                        .world()
                        .locked(
                            () ->
                                talk
                                    .simulator
                                    .server()
                                    .accepted()
                                    .find(LiveConversation.NUMBER.substring(1), sent.stanzaId())
                                    .orElseThrow()
                                    .deliveries()
                                    .stream()
                                    .anyMatch(
                                        delivery ->
                                            delivery.device().equals(device)
                                                && delivery.copies() == 1
                                                && !delivery.receipts().isEmpty())));
      }
      assertThat(talk.arrived()).containsExactly("learns the devices", "for all devices");
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, ANY, true",
    "LID, LID, true",
    "LID, ANY, true",
    "ANY, LID, true",
    "PHONE_NUMBER, PHONE_NUMBER, true",
    "PHONE_NUMBER, ANY, true",
    // Nobody could write to these: the service refuses either form.
    "PHONE_NUMBER, LID, false",
    "LID, PHONE_NUMBER, false",
  })
  void everyAccountIsAddressedInTheFormOfItsGate(Addressing own, Addressing other, boolean possible)
      throws IOException {
    try (LiveConversation talk =
        new LiveConversation(Settings.defaults(), own, other, Optional.empty())) {
      talk.pair();
      StoredMessage message = talk.await(talk.send("hello"), MessageStatus.DELIVERED);
      if (possible) {
        assertThat(message.status()).isGreaterThanOrEqualTo(MessageStatus.DELIVERED);
        boolean lidForm = own != Addressing.PHONE_NUMBER;
        talk.receive("hello yourself", lidForm);
        // One chat, whichever form each side used.
        assertThat(talk.store.messages())
            .extracting(StoredMessage::chat)
            .containsOnly(message.chat());
      } else {
        assertThat(message.failure().orElseThrow().whatsappCode()).isEqualTo(OptionalInt.of(400));
      }
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }
}
