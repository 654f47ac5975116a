package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which changes of a message are taken, and as what. */
class AcceptChangeTest {
  private static final ChangeRequest.Kind LIKE = new ChangeRequest.React(Optional.of("👍"));
  private static final ChangeRequest.Kind EDIT =
      new ChangeRequest.Edit(TextContent.of("hello there"));
  private static final ChangeRequest.Kind DELETE = new ChangeRequest.Delete();

  private final MemoryStore store = new MemoryStore();

  private Outcome accept(ChangeRequest.Kind kind, Turn turn) {
    return decide(new AcceptChange(), Work.of(new ChangeRequest("m1", kind)), store, turn);
  }

  private Object answer(ChangeRequest.Kind kind, Turn turn) {
    return accept(kind, turn).effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).value())
        .findFirst()
        .orElseThrow();
  }

  private String refused(ChangeRequest.Kind kind) {
    return ((ChangeResult.Refused) answer(kind, online(DEVICE))).code();
  }

  private void holds(StoredMessage message) {
    store(store, new Change.PutMessage(message));
  }

  private static StoredMessage received(MessageStatus status) {
    StoredMessage sent = message("m1", BOB, status);
    return new StoredMessage(
        sent.id(),
        sent.stanzaId(),
        sent.chat(),
        sent.chatLid(),
        BOB,
        0,
        false,
        sent.pushName(),
        sent.timestamp(),
        sent.content(),
        sent.encoded(),
        status,
        sent.failure(),
        sent.metadata());
  }

  @Test
  void isQueuedForTheChatOfTheMessage() {
    holds(message("m1", BOB, MessageStatus.SENT));
    Outcome outcome = accept(LIKE, online(DEVICE));
    store(store, outcome.changes());
    assertThat(store.queuedIn(BOB, 10))
        .singleElement()
        .satisfies(
            id -> {
              assertThat(store.outgoing(id).orElseThrow().changes()).contains("m1");
              assertThat(store.outgoing(id).orElseThrow().message())
                  .isEqualTo(
                      Message.newBuilder()
                          .setReactionMessage(
                              ReactionMessage.newBuilder()
                                  .setKey(
                                      MessageKey.newBuilder()
                                          .setRemoteJid("491522222222@s.whatsapp.net")
                                          .setFromMe(true)
                                          .setId("3EB0m1"))
                                  .setText("👍")
                                  .setSenderTimestampMs(NOW.toEpochMilli()))
                          .build()
                          .toByteString());
              assertThat(outcome.effects())
                  .containsExactly(
                      new Effect.Answer(new ChangeResult.Accepted(id)),
                      new Effect.Enqueue(new PrepareSend.Prepare(id)));
            });
    // It is done to the message when the server has it.
    assertThat(store.records("message-additions")).isEmpty();
  }

  @Test
  void othersMessagesAreReactedToAlone() {
    holds(received(MessageStatus.RECEIVED));
    assertThat(answer(LIKE, online(DEVICE))).isInstanceOf(ChangeResult.Accepted.class);
    assertThat(answer(new ChangeRequest.Pin(Optional.empty()), online(DEVICE)))
        .isInstanceOf(ChangeResult.Accepted.class);
    assertThat(refused(EDIT)).isEqualTo("not-own-message");
    assertThat(refused(DELETE)).isEqualTo("not-own-message");
  }

  @Test
  void whatAChannelSaysIsReactedToByItsNumber() {
    Jid channel = Jid.of("120363001@newsletter");
    holds(message("m1", channel, MessageStatus.SENT));
    assertThat(refused(LIKE)).isEqualTo("message-not-numbered");
    store(store, new Change.Put<>(new ChannelNumberKey("m1"), 107L));
    assertThat(answer(LIKE, online(DEVICE))).isInstanceOf(ChangeResult.Accepted.class);
    assertThat(refused(new ChangeRequest.Pin(Optional.empty()))).isEqualTo("not-supported");
  }

  @Test
  void whatWasNeverSentOrReadIsLeftAlone() {
    assertThat(refused(LIKE)).isEqualTo("unknown-message");
    for (MessageStatus ended :
        List.of(MessageStatus.FAILED, MessageStatus.EXPIRED, MessageStatus.CANCELLED)) {
      holds(message("m1", BOB, ended));
      assertThat(refused(DELETE)).as("%s", ended).isEqualTo("message-not-sent");
    }
    holds(received(MessageStatus.UNDECRYPTED));
    assertThat(refused(LIKE)).isEqualTo("message-unreadable");
  }

  @Test
  void editsEndTwentyMinutesAfterTheMessage() {
    holds(message("m1", BOB, MessageStatus.READ));
    assertThat(answer(EDIT, online(DEVICE))).isInstanceOf(ChangeResult.Accepted.class);
    Turn now = online(DEVICE);
    Turn last =
        new Turn(NOW.plus(Duration.ofMinutes(20)), now.random(), now.identity(), now.connection());
    assertThat(answer(EDIT, last)).isInstanceOf(ChangeResult.Accepted.class);
    Turn late =
        new Turn(
            NOW.plus(Duration.ofMinutes(20)).plusMillis(1),
            now.random(),
            now.identity(),
            now.connection());
    assertThat(((ChangeResult.Refused) answer(EDIT, late)).code()).isEqualTo("edit-too-late");
    assertThat(answer(DELETE, late)).isInstanceOf(ChangeResult.Accepted.class);
  }

  @Test
  void anEditIsOfTheMessagesKind() {
    holds(message("m1", BOB, MessageStatus.SENT));
    LocationContent place =
        new LocationContent(
            1, 2, Optional.empty(), Optional.empty(), Optional.empty(), 0, MessageContext.NONE);
    assertThat(refused(new ChangeRequest.Edit(place))).isEqualTo("kind-cannot-be-edited");
  }

  @Test
  void whatIsDeletedIsLeftAlone() {
    holds(message("m1", BOB, MessageStatus.SENT));
    store(
        store,
        new Change.Put<>(
            new AdditionsKey("m1"),
            MessageAdditions.NONE.deleted(new MessageAdditions.Deletion(BOB, NOW))));
    assertThat(refused(LIKE)).isEqualTo("message-deleted");
  }
}
