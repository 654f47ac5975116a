package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken back before it is sent. */
class CancelQueuedTest {
  private static final Jid CAROL = Jid.phoneNumber("491533333333");

  private final MemoryStore store = new MemoryStore();

  private Outcome cancel(Optional<String> id) {
    Outcome outcome =
        decide(new CancelQueued(), Work.of(new CancelQueued.Asked(id)), store, online(DEVICE));
    store(store, outcome.changes().toArray(Change[]::new));
    return outcome;
  }

  private static Object answer(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).value())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> preparedNext(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Enqueue.class::isInstance)
        .map(effect -> ((PrepareSend.Prepare) ((Effect.Enqueue) effect).input()).messageId())
        .toList();
  }

  private void holdsReaction(String id, String message, ByteString encoded) {
    store(
        store,
        new Change.PutOutgoing(
            new OutgoingMessage(
                id,
                "3EB0" + id,
                BOB,
                encoded,
                Instant.EPOCH,
                Set.of(),
                Set.of(),
                Optional.of(message))),
        new Change.JoinQueue(new QueuedMessage(id, BOB)));
  }

  private static ByteString like(String stanzaId) {
    return Message.newBuilder()
        .setReactionMessage(
            ReactionMessage.newBuilder()
                .setKey(
                    MessageKey.newBuilder()
                        .setRemoteJid(BOB.toString())
                        .setFromMe(true)
                        .setId(stanzaId))
                .setText("👍"))
        .build()
        .toByteString();
  }

  @Test
  void whatWaitsIsTakenBackAndTheNextOfItsChatIsPrepared() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    holds(store, "m3", CAROL, MessageStatus.QUEUED);
    Outcome outcome = cancel(Optional.of("m1"));
    assertThat(answer(outcome)).isEqualTo(new CancelResult.Cancelled());
    assertThat(preparedNext(outcome)).containsExactly("m2");
    StoredMessage cancelled = store.message("m1").orElseThrow();
    assertThat(cancelled.status()).isEqualTo(MessageStatus.CANCELLED);
    assertThat(cancelled.failure().orElseThrow().code()).isEqualTo("cancelled");
    assertThat(store.queued(9)).extracting(QueuedMessage::id).containsExactly("m2", "m3");
    assertThat(store.events().getLast().event())
        .isInstanceOfSatisfying(
            MessageEvent.StatusChanged.class,
            event -> assertThat(event.status()).isEqualTo(MessageStatus.CANCELLED));
  }

  @Test
  void whatIsOnItsWayStays() {
    Outbox.holdsPrepared(store, 1, "m1", BOB, BOB);
    Outcome outcome = cancel(Optional.of("m1"));
    assertThat(answer(outcome)).isEqualTo(new CancelResult.TooLate(MessageStatus.PREPARED));
    assertThat(outcome.changes()).isEmpty();
  }

  @Test
  void whatNobodyAcceptedIsUnknown() {
    assertThat(answer(cancel(Optional.of("m7")))).isEqualTo(new CancelResult.Unknown());
  }

  @Test
  void aChangeOfAMessageIsTakenBackAndItsCallerTold() {
    store(store, new Change.PutMessage(message("m1", BOB, MessageStatus.SENT)));
    holdsReaction("r1", "m1", like("3EB0m1"));
    Outcome outcome = cancel(Optional.of("r1"));
    assertThat(answer(outcome)).isEqualTo(new CancelResult.Cancelled());
    assertThat(outcome.effects())
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        Effect.ChangeEnded.class,
                        ended ->
                            assertThat(ended.end())
                                .isInstanceOfSatisfying(
                                    ChangeEnd.Failed.class,
                                    failed ->
                                        assertThat(failed.failure().code())
                                            .isEqualTo("cancelled"))));
    assertThat(store.queued(9)).isEmpty();
  }

  @Test
  void aPageTakesBackEverythingAlsoWhatCannotBeRead() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holdsReaction("r1", "gone", like("3EB0gone"));
    holdsReaction("r2", "m1", ByteString.copyFromUtf8("no message"));
    assertThat(answer(cancel(Optional.empty()))).isEqualTo(new CancelQueued.Count(3));
    assertThat(store.queued(9)).isEmpty();
    assertThat(answer(cancel(Optional.empty()))).isEqualTo(new CancelQueued.Count(0));
  }
}
