package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Inbox.enc;
import static dev.kubezap.whatsapp.message.Inbox.message;
import static dev.kubezap.whatsapp.message.Inbox.receipt;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageAdditions.Deletion;
import dev.kubezap.whatsapp.model.MessageAdditions.Reaction;
import dev.kubezap.whatsapp.model.MessageAdditions.Revision;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.PollEncValue;
import dev.kubezap.whatsapp.proto.PollUpdateMessage;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What changes another message, from its stanza to the message that it names. */
class HandleUnhandledTest {
  private static final Jid ALICE = DEVICE.jid().account();
  private static final String TARGET = "3EB0TARGET";
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);

  private final Inbox inbox = new Inbox();
  private final StoredMessage target =
      new StoredMessage(
          "m1",
          TARGET,
          ALICE,
          Optional.empty(),
          ALICE,
          0,
          false,
          Optional.empty(),
          Inbox.SENT,
          TextContent.of("hello"),
          HELLO.toByteString(),
          MessageStatus.RECEIVED,
          Optional.empty(),
          Map.of());

  private static MessageKey key(boolean fromMe) {
    return MessageKey.newBuilder()
        .setRemoteJid("4915112345678@s.whatsapp.net")
        .setFromMe(fromMe)
        .setId(TARGET)
        .build();
  }

  private static Message reaction(String emoji, long millis) {
    return Message.newBuilder()
        .setReactionMessage(
            ReactionMessage.newBuilder()
                .setKey(key(true))
                .setText(emoji)
                .setSenderTimestampMs(millis))
        .build();
  }

  private static Message edit(String text, boolean fromMe) {
    Message protocol =
        Message.newBuilder()
            .setProtocolMessage(
                ProtocolMessage.newBuilder()
                    .setKey(key(fromMe))
                    .setType(14)
                    .setEditedMessage(Message.newBuilder().setConversation(text))
                    .setTimestampMs(AT.toEpochMilli()))
            .build();
    return Message.newBuilder()
        .setEditedMessage(FutureProofMessage.newBuilder().setMessage(protocol))
        .build();
  }

  private static Message deletion(boolean fromMe) {
    return Message.newBuilder()
        .setProtocolMessage(ProtocolMessage.newBuilder().setKey(key(fromMe)).setType(0))
        .build();
  }

  /** Receives it, stores what that comes to, and handles the row that it left. */
  private Outcome handled(Message addition) {
    Outcome received = inbox.received(message(enc(inbox.encrypted(addition.toByteString()))));
    assertThat(received.changes()).noneMatch(Change.PutMessage.class::isInstance);
    assertThat(received.effects()).contains(receipt());
    kept(received);
    HandleUnhandled.Due due =
        received.effects().stream()
            .filter(Effect.Enqueue.class::isInstance)
            .map(effect -> (HandleUnhandled.Due) ((Effect.Enqueue) effect).input())
            .findFirst()
            .orElseThrow();
    Outcome outcome = decide(new HandleUnhandled(), Work.of(due), inbox.store, inbox.turn(true));
    store(inbox.store, outcome.changes());
    return outcome;
  }

  /** Stores the row alone: every message here is the first one of its session. */
  private void kept(Outcome received) {
    store(
        inbox.store,
        received.changes().stream()
            .filter(change -> change instanceof Change.Put<?>(UnhandledKey _, var _))
            .toList());
  }

  private MessageAdditions additions() {
    return inbox.store.read(new AdditionsKey("m1")).orElse(MessageAdditions.NONE);
  }

  private static List<SessionEvent> events(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Append.class::isInstance)
        .map(change -> ((Change.Append) change).event())
        .toList();
  }

  private List<String> rows() {
    return inbox.store.recordNames(UnhandledKey.KIND, "", 10);
  }

  @Test
  void aReactionHangsOnItsMessageAndTheLaterOneCounts() {
    store(inbox.store, new Change.PutMessage(target));
    Reaction thumb = new Reaction(ALICE, Optional.of("👍"), AT);

    assertThat(events(handled(reaction("👍", AT.toEpochMilli()))))
        .containsExactly(new MessageEvent.Reacted(target, thumb));
    assertThat(additions().reactions()).containsExactly(thumb);
    assertThat(rows()).isEmpty();

    assertThat(events(handled(reaction("👎", AT.toEpochMilli() - 1)))).isEmpty();
    assertThat(additions().reactions()).containsExactly(thumb);

    handled(reaction("", AT.toEpochMilli() + 1));
    assertThat(additions().reactions())
        .containsExactly(new Reaction(ALICE, Optional.empty(), AT.plusMillis(1)));
    handled(reaction("👍", AT.toEpochMilli()));
    assertThat(additions().reactions().getFirst().emoji()).isEmpty();
  }

  @Test
  void itsSenderChangesWhatAMessageSays() {
    store(inbox.store, new Change.PutMessage(target));
    Revision bye =
        new Revision(Message.newBuilder().setConversation("bye").build().toByteString(), AT);
    MessageAdditions edited = MessageAdditions.NONE.withRevisions(List.of(bye));

    assertThat(events(handled(edit("bye", true))))
        .containsExactly(new MessageEvent.Edited(target, edited));
    assertThat(additions()).isEqualTo(edited);
    assertThat(inbox.store.message("m1")).contains(target);
    assertThat(events(handled(edit("bye", true)))).isEmpty();
  }

  /** All states of a message are one record. */
  @Test
  void aHostileSenderCannotMakeTheRecordGrow() {
    store(inbox.store, new Change.PutMessage(target));
    for (int i = 0; i < 60; i++) {
      handled(edit(i + "x".repeat(40_000), true));
    }
    assertThat(additions().revisions()).hasSize(26);
    assertThat(Contents.read(additions().revisions().getLast().encoded()))
        .isEqualTo(TextContent.of("59" + "x".repeat(40_000)));
    assertThat(events(handled(reaction("x".repeat(65), AT.toEpochMilli())))).isEmpty();
    assertThat(additions().reactions()).isEmpty();
  }

  @Test
  void itsSenderDeletesAMessageForEveryone() {
    store(inbox.store, new Change.PutMessage(target));
    Deletion deletion = new Deletion(ALICE, Decisions.NOW);

    assertThat(events(handled(deletion(true))))
        .containsExactly(new MessageEvent.Deleted(target, deletion));
    assertThat(additions().deletion()).contains(deletion);
    assertThat(events(handled(deletion(true)))).isEmpty();
    assertThat(events(handled(edit("too late", true)))).isEmpty();
  }

  /** A peer names a message of ours: it may react to it, and nothing else. */
  @Test
  void nobodyChangesTheMessageOfAnother() {
    StoredMessage ours =
        new StoredMessage(
            "m1",
            TARGET,
            ALICE,
            Optional.empty(),
            inbox.bob.identity.jid().account(),
            0,
            true,
            Optional.empty(),
            Inbox.SENT,
            TextContent.of("hello"),
            HELLO.toByteString(),
            MessageStatus.SENT,
            Optional.empty(),
            Map.of());
    store(inbox.store, new Change.PutMessage(ours));

    assertThat(events(handled(edit("I owe you", false)))).isEmpty();
    assertThat(events(handled(deletion(false)))).isEmpty();
    assertThat(additions()).isEqualTo(MessageAdditions.NONE);
    assertThat(rows()).isEmpty();
  }

  @Test
  void whatNamesAMessageThatIsNotThereIsKeptForALaterVersion() {
    Outcome outcome = handled(reaction("👍", AT.toEpochMilli()));

    assertThat(events(outcome)).isEmpty();
    assertThat(rows()).singleElement().asString().startsWith("000006-");
    assertThat(new UnhandledKey(rows().getFirst()).isDue()).isFalse();
  }

  /** The process ended behind the commit of the receipt, before the row was handled. */
  @Test
  void whatACrashLeftIsHandledAfterTheNextStart() {
    store(inbox.store, new Change.PutMessage(target));
    Outcome received =
        inbox.received(
            message(enc(inbox.encrypted(reaction("👍", AT.toEpochMilli()).toByteString()))));
    kept(received);

    Outcome resumed =
        decide(
            new ResumeUnhandled(), ResumeUnhandled.From.theFirst(), inbox.store, inbox.turn(true));
    assertThat(resumed.effects())
        .containsExactly(new Effect.Enqueue(new HandleUnhandled.Due(rows().getFirst())));
  }

  /** A row of an older reader is looked at once, and stays when it is nothing for this one. */
  @Test
  void whatAnOlderVersionKeptIsLookedAtOnce() {
    UnhandledKey old = UnhandledKey.unseen("row");
    UnhandledKey.Input input =
        new UnhandledKey.Input(
            "peer-6",
            ByteString.copyFrom(NodeEncoder.encode(message())),
            Optional.of(
                Message.newBuilder()
                    .setProtocolMessage(ProtocolMessage.newBuilder().setType(6))
                    .build()
                    .toByteString()),
            Decisions.NOW);
    store(inbox.store, new Change.Put<>(old, input));

    Outcome outcome =
        decide(
            new HandleUnhandled(),
            new HandleUnhandled.Due(old.name()),
            inbox.store,
            inbox.turn(true));
    assertThat(outcome.changes())
        .containsExactly(new Change.Put<>(UnhandledKey.seen("row"), input), new Change.Remove(old));
  }

  /** Such as a message whose text the database refused, replayed by an administrator. */
  @Test
  void aMessageThatCouldNotBeStoredIsStoredOnce() {
    for (String row : List.of("first", "second")) {
      store(
          inbox.store,
          new Change.Put<>(
              UnhandledKey.unseen(row),
              new UnhandledKey.Input(
                  "quarantined",
                  ByteString.copyFrom(NodeEncoder.encode(message())),
                  Optional.of(HELLO.toByteString()),
                  Decisions.NOW)));
      Outcome outcome =
          decide(
              new HandleUnhandled(),
              new HandleUnhandled.Due(UnhandledKey.unseen(row).name()),
              inbox.store,
              inbox.turn(true));
      assertThat(events(outcome)).hasSize(row.equals("first") ? 1 : 0);
      store(inbox.store, outcome.changes());
    }
    assertThat(rows()).isEmpty();
    assertThat(inbox.store.messages())
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.content()).isEqualTo(TextContent.of("hello"));
              assertThat(stored.chat()).isEqualTo(ALICE);
            });
  }

  @Test
  void aRowThatIsGoneIsNothing() {
    assertThat(
            decide(
                new HandleUnhandled(),
                new HandleUnhandled.Due("000000-x"),
                inbox.store,
                inbox.turn(true)))
        .isEqualTo(Outcome.nothing());
  }

  /** It may be encrypted under a name that is learned later. */
  @Test
  void aVoteThatCannotBeReadIsKept() {
    store(inbox.store, new Change.PutMessage(target));
    handled(
        Message.newBuilder()
            .setPollUpdateMessage(
                PollUpdateMessage.newBuilder()
                    .setPollCreationMessageKey(key(true))
                    .setVote(PollEncValue.newBuilder().setEncPayload(HELLO.toByteString())))
            .build());
    assertThat(rows()).singleElement().asString().startsWith("000006-");
  }
}
