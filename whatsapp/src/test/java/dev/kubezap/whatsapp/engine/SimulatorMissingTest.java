package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the own phone could read is told by it. */
@Tag("slow")
class SimulatorMissingTest {

  @ParameterizedTest
  @CsvSource({"other, true", "other, false", "own, true"})
  @Conformance(value = Capability.RETRY, in = Direction.PHONE_TO_OURS)
  void phoneFillsThePlaceholder(String writer, boolean lidForm) throws IOException {
    boolean own = writer.equals("own");
    try (LiveConversation talk = LiveConversation.connected()) {
      talk.receive("builds the session", lidForm);
      if (own) {
        talk.simulator.sendUnreadable(
            LiveConversation.NUMBER, LiveConversation.OTHER, "from the phone", lidForm);
      } else {
        talk.simulator.sendUnreadable(
            LiveConversation.OTHER, LiveConversation.NUMBER, "only for phones", lidForm);
      }
      await().until(() -> talk.store.messages().size() == 2);
      if (own) {
        // The own phone wrote it itself, and has it.
        await().until(() -> message(talk).status() != MessageStatus.UNDECRYPTED);
        assertThat(message(talk).status()).isEqualTo(MessageStatus.SENT);
      } else {
        await().until(() -> CrashTest.received(talk.store).contains("only for phones"));
      }
      assertThat(talk.store.records("missing-message")).isEmpty();
      assertThat(told(talk, message(talk).id())).hasSize(1);
      assertThat(receipts(talk, own)).containsExactly("retry");
      assertThat(talk.store.messages())
          .extracting(StoredMessage::chat)
          .containsOnly(message(talk).chat());
      // The session goes on as usual.
      talk.receive("afterwards", lidForm);
      talk.await(talk.send("answer"), MessageStatus.DELIVERED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  private static StoredMessage message(LiveConversation talk) {
    return talk.store.messages().get(1);
  }

  /** What this client told the server of it. */
  private static Set<String> receipts(LiveConversation talk, boolean own) {
    String sender = (own ? LiveConversation.NUMBER : LiveConversation.OTHER).substring(1);
    return talk
        .simulator
        .server()
        .accepted()
        .find(sender, message(talk).stanzaId())
        .orElseThrow()
        .deliveries()
        .stream()
        .filter(delivery -> delivery.device().contains(":"))
        .findFirst()
        .orElseThrow()
        .receipts();
  }

  private static List<SessionEvent> told(LiveConversation talk, String id) {
    return talk.store.events().stream()
        .map(append -> append.event())
        .filter(
            event ->
                switch (event) {
                  case MessageEvent.Received(StoredMessage message) -> message.id().equals(id);
                  case MessageEvent.Sent(StoredMessage message) -> message.id().equals(id);
                  default -> false;
                })
        .toList();
  }
}
