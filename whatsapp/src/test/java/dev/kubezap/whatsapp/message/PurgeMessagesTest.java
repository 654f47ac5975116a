package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is erased is known by its name alone. */
class PurgeMessagesTest {
  private final MemoryStore store = new MemoryStore();

  private Outcome purge(String... ids) {
    Outcome outcome =
        decide(new PurgeMessages(), new PurgeMessages.Of(List.of(ids)), store, online(DEVICE));
    store(store, outcome.changes().toArray(Change[]::new));
    return outcome;
  }

  @Test
  void leavesNothingButNames() {
    StoredMessage sent = message("m1", BOB, MessageStatus.SENT);
    StoredMessage unread = message("m2", BOB, MessageStatus.RECEIVED);
    store(
        store,
        new Change.PutMessage(sent),
        new Change.PutMessage(unread),
        new Change.PutChat(new Chat(BOB, Optional.empty(), Optional.empty(), NOW, 3)));
    assertThat(purge("m1", "m2", "unknown").effects())
        .containsExactly(new Effect.Answer(new PurgeMessages.Count(2)));

    StoredMessage left = store.message("m1").orElseThrow();
    assertThat(left.content()).isEqualTo(UnreadableContent.PURGED);
    assertThat(left.encoded()).isEmpty();
    assertThat(left.type()).isEqualTo("purged");
    assertThat(left.status()).isEqualTo(MessageStatus.SENT);
    assertThat(StanzaName.of(left)).isEqualTo(StanzaName.of(sent));
    assertThat(store.chat(BOB).orElseThrow().unread()).isEqualTo(2);
    assertThat(purge("m1", "m2").effects())
        .containsExactly(new Effect.Answer(new PurgeMessages.Count(0)));
  }

  @Test
  void removesEveryRecordThatGoesWithItsMessage() {
    store(store, new Change.PutMessage(message("m1", BOB, MessageStatus.SENT)));
    assertThat(
            purge("m1").changes().stream()
                .filter(Change.Remove.class::isInstance)
                .map(change -> ((Change.Remove) change).key().kind()))
        .containsExactlyInAnyOrderElementsOf(
            RecordKind.texts(kind -> kind.retention().isWithMessage()));
  }

  @Test
  void leavesWhatIsStillToBeSent() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holds(store, "m2", BOB, MessageStatus.PREPARED);
    assertThat(purge("m1", "m2").changes()).isEmpty();
  }

  @Test
  void doesNotWaitForWhatCouldNotBeReadAnyMore() {
    store(store, new Change.PutMessage(message("m1", BOB, MessageStatus.UNDECRYPTED)));
    var _ = purge("m1");
    assertThat(store.message("m1").orElseThrow().status()).isEqualTo(MessageStatus.RECEIVED);
  }
}
