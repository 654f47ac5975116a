package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A phone asks for a message whose content was erased here. */
class SimulatorPurgeTest {

  @Test
  void whatWasErasedIsNotSentAgain() throws Exception {
    try (LiveConversation talk = LiveConversation.connected()) {
      StoredMessage sent = talk.await(talk.send("gone"), MessageStatus.DELIVERED);
      talk.receive("came", false);
      List<String> all = talk.store.messages().stream().map(StoredMessage::id).toList();
      assertThat(talk.live.client.purge(all).get(20, TimeUnit.SECONDS)).isEqualTo(all.size());
      assertThat(talk.store.messages()).allMatch(StoredMessage::isPurged);

      assertThat(
              talk.simulator.askAgain(
                  LiveConversation.OTHER.substring(1),
                  LiveConversation.NUMBER.substring(1),
                  sent.stanzaId()))
          .isTrue();
      talk.await(talk.send("after"), MessageStatus.DELIVERED);
      assertThat(talk.arrived()).containsExactly("gone", "after");
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }
}
