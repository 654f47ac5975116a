package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Inbox.HELLO_TEXT;
import static dev.kubezap.whatsapp.message.Inbox.SENT;
import static dev.kubezap.whatsapp.message.Inbox.SESSION;
import static dev.kubezap.whatsapp.message.Inbox.enc;
import static dev.kubezap.whatsapp.message.Inbox.mark;
import static dev.kubezap.whatsapp.message.Inbox.message;
import static dev.kubezap.whatsapp.message.Inbox.only;
import static dev.kubezap.whatsapp.message.Inbox.read;
import static dev.kubezap.whatsapp.message.Inbox.receipt;
import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.ProtocolContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a message stanza holds, and what is not for a person to see. */
class ReceivedStanzaTest {
  private final Inbox inbox = new Inbox();
  private final MemoryStore store = inbox.store;
  private final ReceiveMessage step = inbox.step;
  private final Encrypted first = inbox.first;

  private static Outcome refused(Node stanza, String why) {
    return Outcome.builder()
        .effect(new Effect.Count("message", "malformed-" + why))
        .effect(new Effect.Send(Acknowledgement.of(stanza).orElseThrow().with("error", 487)))
        .build();
  }

  private static Outcome settled(Node stanza, String label) {
    return Outcome.builder()
        .effect(new Effect.Count("message", label))
        .effect(new Effect.Send(Acknowledgement.of(stanza).orElseThrow()))
        .build();
  }

  @Test
  void whatNoMessageCanBeIsRefused() {
    Node good = message(enc(first));
    assertThat(decide(step, good, store, unpaired())).isEqualTo(refused(good, "unpaired"));
    Node untimed = Node.of("message").with("from", BOB).with("id", "1");
    assertThat(inbox.received(untimed)).isEqualTo(refused(untimed, "stanza"));
    Outcome unacknowledged =
        Outcome.builder().effect(new Effect.Count("message", "malformed-stanza")).build();
    assertThat(inbox.received(Node.of("message").with("from", BOB).with("t", 1)))
        .isEqualTo(unacknowledged);
    assertThat(inbox.received(Node.of("message").with("id", "1").with("t", 1)))
        .isEqualTo(unacknowledged);
  }

  /** It does not come again: a later version reads it from the row. */
  @Test
  void whatIsNotForThisVersionIsKeptAsItCameBeforeItIsAcknowledged() {
    Node sealed = Node.of("enc", ByteString.copyFromUtf8("x"));
    keeps(message(enc(first)).with("from", Jid.group("1-2")), "group");
    keeps(message(sealed.with("type", "skmsg")).with("from", Jid.STATUS), "status");
    keeps(message(sealed.with("type", "msmsg")), "encryption-msmsg");
    keeps(message(sealed.with("type", "Hostile\nname")), "without-ciphertext");
    keeps(message(), "without-ciphertext");
    keeps(
        message(Node.of("unavailable")).with("from", BOB).with("category", "peer"),
        "without-ciphertext");
  }

  private void keeps(Node stanza, String kind) {
    Outcome outcome = inbox.received(stanza);
    UnhandledKey.Input kept = kept(outcome);
    assertThat(kept.kind()).isEqualTo(kind);
    assertThat(kept.stanza()).isEqualTo(ByteString.copyFrom(NodeEncoder.encode(stanza)));
    assertThat(kept.plaintext()).isEmpty();
    assertThat(outcome.effects()).last().isEqualTo(settled(stanza, "").effects().getLast());
    store(store, outcome.changes());
    assertThat(inbox.received(stanza).changes()).isEmpty();
  }

  private static UnhandledKey.Input kept(Outcome outcome) {
    return outcome.changes().stream()
        .filter(change -> change instanceof Change.Put<?>(UnhandledKey _, var _))
        .map(change -> (UnhandledKey.Input) ((Change.Put<?>) change).value())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFirstPartThatCanBeOpenedCounts() {
    Node before = Node.of("enc", ByteString.copyFromUtf8("x")).with("type", "skmsg");
    assertThat(inbox.received(message(before, enc(first))).changes())
        .hasAtLeastOneElementOfType(Change.PutMessage.class);
    assertThat(Ciphertext.of(message(enc(first).with("count", 3))))
        .map(Ciphertext::retry)
        .contains(3);
    assertThat(Ciphertext.of(message(enc(first).with("count", 3_000))).orElseThrow().retry())
        .isEqualTo(100);
    assertThat(Ciphertext.of(message(enc(first))).orElseThrow().retry()).isZero();
  }

  /** Authentic bytes that are no message are kept, and never asked for again. */
  @Test
  void bytesThatAreNoMessageAreKept() {
    ByteString bytes = ByteString.copyFrom(new byte[] {-1});
    Outcome outcome = inbox.received(message(enc(inbox.encrypted(bytes))));
    StoredMessage stored = only(outcome, Change.PutMessage.class).message();
    assertThat(stored).isEqualTo(read(stored.id(), new UnreadableContent("not-a-message"), bytes));
    assertThat(outcome.effects()).startsWith(receipt());
  }

  @Test
  void keysAndCommandsOfTheProtocolAreNotShown() {
    ByteString silent =
        Message.newBuilder()
            .setProtocolMessage(ProtocolMessage.newBuilder().setType(9))
            .build()
            .toByteString();
    Node stanza = message(enc(inbox.encrypted(silent)));
    Outcome outcome = inbox.received(stanza);
    assertThat(outcome.changes()).noneMatch(Change.PutMessage.class::isInstance);
    assertThat(outcome.effects())
        .containsExactly(receipt(), new Effect.Count("unhandled", "protocol-9"));
    UnhandledKey.Input kept = kept(outcome);
    assertThat(kept.kind()).isEqualTo("protocol-9");
    assertThat(kept.plaintext()).contains(silent);
    store(
        store,
        new Change.PutMessage(
            new StoredMessage(
                "m1",
                "3EB0x",
                DEVICE.jid().account(),
                Optional.empty(),
                DEVICE.jid().account(),
                7,
                false,
                Optional.empty(),
                SENT,
                new UnreadableContent("bad-mac"),
                ByteString.EMPTY,
                MessageStatus.UNDECRYPTED,
                Optional.empty(),
                Map.of())));
    Outcome inPlace = inbox.received(stanza);
    assertThat(only(inPlace, Change.PutMessage.class).message())
        .extracting(StoredMessage::id, StoredMessage::status, StoredMessage::content)
        .containsExactly("m1", MessageStatus.RECEIVED, new ProtocolContent(9));
    assertThat(inPlace.changes()).noneMatch(Change.Append.class::isInstance);
    store(store, new Change.PutMessage(read("m1", HELLO_TEXT, HELLO.toByteString())));
    assertThat(inbox.received(stanza).changes()).noneMatch(Change.PutMessage.class::isInstance);
  }

  @Test
  void aChatCountsWhatIsUnreadAndKeepsTheNewestTime() throws Exception {
    Chat known = new Chat(BOB, Optional.of(BOB_LID), Optional.of("Bobby"), NOW.plusSeconds(9), 4);
    StoredMessage mine = Outbox.message("m1", BOB, MessageStatus.SENT);
    assertThat(ReadableMessage.chatWith(Optional.of(known), mine)).isEqualTo(known);
    StoredMessage theirs = read("m2", HELLO_TEXT, ByteString.EMPTY).inChat(BOB);
    assertThat(ReadableMessage.chatWith(Optional.of(known), theirs))
        .isEqualTo(
            new Chat(
                BOB, DEVICE.lid().map(Jid::account), Optional.of("Alice"), NOW.plusSeconds(9), 5));
    assertThat(ReadableMessage.chatWith(Optional.of(known.withId(OWN)), theirs).unread())
        .isEqualTo(1);
    Node withoutName = Node.of("message").with("from", BOB);
    Origin origin = Origin.of(withoutName, Optional.empty());
    StoredMessage unnamed =
        UnreadableMessage.placeholder(withoutName, origin, "m3", "bad-mac", inbox.turn(true));
    assertThat(ReadableMessage.chatWith(Optional.of(known), unnamed))
        .extracting(Chat::name, Chat::lid)
        .containsExactly(Optional.of("Bobby"), Optional.of(BOB_LID));
    Chat old = new Chat(BOB, Optional.of(BOB_LID), Optional.empty(), NOW.minusSeconds(9), 0);
    assertThat(ReadableMessage.chatWith(Optional.of(old), mine).lastMessageAt()).isEqualTo(NOW);
  }

  /** What is read one by one afterwards is read for a whole batch at once. */
  @Test
  void theBatchReadsBeforehandWhatADecisionWillReadAnyway() {
    Node stanza = message(enc(first));
    Jid lid = DEVICE.lid().orElseThrow().account();
    assertThat(step.wanted(Work.of(stanza), store, inbox.turn(true)))
        .isEqualTo(
            new Wanted(
                List.of(
                    mark(first),
                    MissingKey.of(DEVICE.jid(), "3EB0x"),
                    SESSION,
                    new SessionKey(new SignalAddress("4915112345678@s.whatsapp.net", 7))),
                List.of(new StanzaName(DEVICE.jid().account(), "3EB0x", false))));
    store(store, new Change.Put<>(new PhoneOfLid(lid), DEVICE.jid().account()));
    Node byLid =
        Node.of("message")
            .with("from", DEVICE.lid().orElseThrow())
            .with("id", "3EB0x")
            .withChildren(enc(first));
    assertThat(step.wanted(Work.of(byLid), store, inbox.turn(true)).messages())
        .containsExactly(new StanzaName(DEVICE.jid().account(), "3EB0x", false));
    for (Node nothing :
        List.of(
            message(),
            Node.of("message", enc(first)).with("from", BOB),
            Node.of("message", enc(first)).with("id", "1"),
            stanza.with("from", Jid.group("1-2")))) {
      assertThat(step.wanted(Work.of(nothing), store, inbox.turn(true))).isEqualTo(Wanted.NOTHING);
    }
  }
}
