package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A caller read messages: what is counted, what is told to their sender, and until when. */
class MarkReadTest {
  private final MemoryStore store = new MemoryStore();

  private static Chat chat(Jid id, int unread) {
    return new Chat(id, Optional.empty(), Optional.of("Bobby"), NOW, unread);
  }

  private static StoredMessage theirs(String id, Jid chat) {
    return new StoredMessage(
        id,
        "3EB0" + id,
        chat,
        Optional.of(BOB_LID),
        BOB,
        0,
        false,
        Optional.empty(),
        NOW,
        TextContent.of("hello"),
        ByteString.EMPTY,
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private Outcome marked(Turn turn, String... ids) {
    return decide(new MarkRead(), new MarkRead.Read(BOB, List.of(ids)), store, turn);
  }

  private static Node read(Jid to, String id) {
    return Node.of("receipt")
        .with("to", to)
        .with("id", id)
        .with("type", "read")
        .with("t", NOW.getEpochSecond());
  }

  /** PROTOCOL 9: one receipt, the first message in its id, the others inside. */
  @Test
  void whatACallerReadIsToldToItsSenderAndCounted() {
    store(
        store,
        new Change.PutChat(chat(BOB, 3)),
        new Change.PutMessage(theirs("r1", BOB)),
        new Change.PutMessage(theirs("r2", BOB)),
        new Change.PutMessage(theirs("r3", Jid.phoneNumber("49"))),
        new Change.PutMessage(message("m1", BOB, MessageStatus.SENT)));
    Change stored = pending(BOB, "3EB0r1", "3EB0r2");
    assertThat(marked(online(DEVICE), "r1", "r2", "r3", "m1", "unknown"))
        .isEqualTo(
            Outcome.builder()
                .change(isRead("r1"))
                .change(isRead("r2"))
                .change(new Change.PutChat(chat(BOB, 1)))
                .change(stored)
                .effect(
                    new Effect.Send(
                        read(BOB, "3EB0r1")
                            .withChildren(Node.of("list", Node.of("item").with("id", "3EB0r2")))))
                .effect(new Effect.Answer(2))
                .build());
    assertThat(marked(turn(DEVICE, new Turn.Link(true, true, true, true)), "r1").effects())
        .containsExactly(new Effect.Send(read(BOB_LID, "3EB0r1")), new Effect.Answer(1));
    assertThat(marked(turn(DEVICE), "m1").effects()).containsExactly(new Effect.Answer(0));
    store(store, new Change.PutChat(chat(BOB, 1)));
    assertThat(marked(turn(DEVICE), "r1", "r2").changes())
        .containsExactly(isRead("r1"), isRead("r2"), new Change.PutChat(chat(BOB, 0)), stored);
    store(store, new Change.PutChat(chat(BOB, 0)));
    assertThat(marked(turn(DEVICE), "r1").changes())
        .containsExactly(isRead("r1"), pending(BOB, "3EB0r1"));
  }

  private static Change isRead(String id) {
    StoredMessage message = theirs(id, BOB);
    return new Change.MoveMessage(message.withStatus(MessageStatus.READ, Optional.empty()));
  }

  @Test
  void aMessageIsReadOnceHoweverOftenItIsMarked() {
    store(
        store,
        new Change.PutChat(chat(BOB, 3)),
        new Change.PutMessage(theirs("r1", BOB)),
        new Change.PutMessage(theirs("r2", BOB)),
        new Change.PutMessage(theirs("r3", BOB)));
    Outcome first = marked(online(DEVICE), "r1", "r1");
    assertThat(first.changes())
        .containsExactly(isRead("r1"), new Change.PutChat(chat(BOB, 2)), pending(BOB, "3EB0r1"));
    store(store, first.changes());
    store(store, new Change.Remove(ReadReceiptKey.of(BOB, Optional.empty(), "3EB0r1", false)));
    assertThat(marked(online(DEVICE), "r1"))
        .as("its sender was told, and told of it")
        .isEqualTo(Outcome.builder().effect(new Effect.Answer(1)).build());
    assertThat(marked(online(DEVICE), "r1", "r2").changes())
        .contains(new Change.PutChat(chat(BOB, 1)), pending(BOB, "3EB0r2"));
  }

  private static Change pending(Jid to, String... ids) {
    ReadReceiptKey.Receipt receipt =
        new ReadReceiptKey.Receipt(to, Optional.empty(), List.of(ids), NOW, false);
    return new Change.Put<>(ReadReceiptKey.of(to, Optional.empty(), ids[0], false), receipt);
  }

  /** It leaves when it can, to where it would go then; what is under way is not stored twice. */
  @Test
  void aReadReceiptIsStoredUntilItCanLeave() {
    store(
        store,
        new Change.Put<>(new AccountKey(), Account.BLANK.withLidAddressing()),
        new Change.PutChat(chat(BOB, 0)),
        new Change.PutMessage(theirs("r1", BOB)),
        new Change.PutMessage(theirs("r2", BOB)));
    Change first = pending(BOB_LID, "3EB0r1");
    assertThat(marked(turn(DEVICE), "r1"))
        .isEqualTo(
            Outcome.builder()
                .change(isRead("r1"))
                .change(first)
                .effect(new Effect.Answer(1))
                .build());
    store(store, first, isRead("r1"));
    assertThat(marked(turn(DEVICE), "r1"))
        .isEqualTo(Outcome.builder().effect(new Effect.Answer(1)).build());
    assertThat(marked(online(DEVICE), "r1", "r2"))
        .isEqualTo(
            Outcome.builder()
                .change(isRead("r2"))
                .change(pending(BOB_LID, "3EB0r2"))
                .effect(new Effect.Send(read(BOB_LID, "3EB0r2")))
                .effect(new Effect.Answer(2))
                .build());
  }

  private Outcome played(Turn turn, String... ids) {
    return decide(new MarkRead(), new MarkRead.Read(BOB, List.of(ids), true), store, turn);
  }

  private static Change isPlayed(String id) {
    StoredMessage message = theirs(id, BOB);
    return new Change.MoveMessage(message.withStatus(MessageStatus.PLAYED, Optional.empty()));
  }

  private static Change pendingPlayed(String... ids) {
    ReadReceiptKey.Receipt receipt =
        new ReadReceiptKey.Receipt(BOB, Optional.empty(), List.of(ids), NOW, true);
    return new Change.Put<>(ReadReceiptKey.of(BOB, Optional.empty(), ids[0], true), receipt);
  }

  @Test
  void whatIsPlayedUnreadIsToldAsBoth() {
    store(store, new Change.PutChat(chat(BOB, 2)), new Change.PutMessage(theirs("r1", BOB)));
    Outcome first = played(online(DEVICE), "r1");
    assertThat(first)
        .isEqualTo(
            Outcome.builder()
                .change(isPlayed("r1"))
                .change(new Change.PutChat(chat(BOB, 1)))
                .change(pending(BOB, "3EB0r1"))
                .effect(new Effect.Send(read(BOB, "3EB0r1")))
                .change(pendingPlayed("3EB0r1"))
                .effect(new Effect.Send(read(BOB, "3EB0r1").with("type", "played")))
                .effect(new Effect.Answer(1))
                .build());
    store(store, first.changes());
    assertThat(played(online(DEVICE), "r1"))
        .as("it is played once, however often that is said")
        .isEqualTo(Outcome.builder().effect(new Effect.Answer(1)).build());
    assertThat(marked(online(DEVICE), "r1"))
        .as("what is played is read")
        .isEqualTo(Outcome.builder().effect(new Effect.Answer(1)).build());
  }

  @Test
  void whatWasReadIsToldAsPlayedAlone() {
    store(store, new Change.PutMessage(theirs("r1", BOB)), isRead("r1"));
    assertThat(played(turn(DEVICE), "r1"))
        .isEqualTo(
            Outcome.builder()
                .change(isPlayed("r1"))
                .change(pendingPlayed("3EB0r1"))
                .effect(new Effect.Answer(1))
                .build());
    store(store, pendingPlayed("3EB0r1"), pending(BOB, "3EB0r1"));
    assertThat(resumed(online(DEVICE)).effects())
        .as("both wait for a connection, and each is sent as what it is")
        .containsExactly(
            new Effect.Send(read(BOB, "3EB0r1")),
            new Effect.Send(read(BOB, "3EB0r1").with("type", "played")));
    Node ack = Node.of("ack").with("class", "receipt").with("id", "3EB0r1").with("from", BOB);
    for (String type : List.of("played", "played-self")) {
      assertThat(ReadReceiptTaken.wants(ack.with("type", type))).isTrue();
      assertThat(acknowledged(ack.with("type", type)).changes())
          .containsExactly(
              new Change.Remove(ReadReceiptKey.of(BOB, Optional.empty(), "3EB0r1", true)));
    }
  }

  private Outcome resumed(Turn turn) {
    return decide(new ResumeReadReceipts(), ResumeReadReceipts.From.theFirst(), store, turn);
  }

  @Test
  void readReceiptsLeaveAPageAtATimeOnceTheSessionMaySend() {
    assertThat(resumed(online(DEVICE))).isEqualTo(Outcome.nothing());
    for (int i = 100; i < 200; i++) {
      store(store, pending(BOB, "3EB0" + i));
    }
    assertThat(resumed(turn(DEVICE))).isEqualTo(Outcome.nothing());
    Outcome page = resumed(online(DEVICE));
    assertThat(page.effects())
        .hasSize(101)
        .startsWith(new Effect.Send(read(BOB, "3EB0100")))
        .endsWith(new Effect.Enqueue(new ResumeReadReceipts.From(BOB + "/3EB0199")));
    assertThat(
            decide(
                new ResumeReadReceipts(),
                new ResumeReadReceipts.From(BOB + "/3EB0198"),
                store,
                online(DEVICE)))
        .isEqualTo(Outcome.builder().effect(new Effect.Send(read(BOB, "3EB0199"))).build());
  }

  private Outcome acknowledged(Node ack) {
    return decide(new ReadReceiptTaken(), ack, store, online(DEVICE));
  }

  @Test
  void aReadReceiptIsGoneWhenTheServerHasIt() {
    Node ack =
        Node.of("ack")
            .with("class", "receipt")
            .with("id", "3EB0r1")
            .with("from", BOB)
            .with("type", "read");
    assertThat(ReadReceiptTaken.wants(ack)).isTrue();
    assertThat(ReadReceiptTaken.wants(ack.with("type", "inactive"))).isFalse();
    assertThat(ReadReceiptTaken.wants(ack.with("class", "message"))).isFalse();
    Outcome unknown = Outcome.builder().effect(new Effect.Count("ack", "unknown")).build();
    assertThat(acknowledged(ack)).isEqualTo(unknown);
    store(store, pending(BOB, "3EB0r1", "3EB0r2"));
    assertThat(acknowledged(ack.with("from", BOB_LID))).isEqualTo(unknown);
    assertThat(acknowledged(Node.of("ack").with("id", "3EB0r1"))).isEqualTo(unknown);
    assertThat(acknowledged(Node.of("ack").with("from", BOB))).isEqualTo(unknown);
    assertThat(acknowledged(ack))
        .isEqualTo(
            Outcome.builder()
                .change(
                    new Change.Remove(ReadReceiptKey.of(BOB, Optional.empty(), "3EB0r1", false)))
                .effect(new Effect.Count("ack", "read"))
                .build());
  }
}
