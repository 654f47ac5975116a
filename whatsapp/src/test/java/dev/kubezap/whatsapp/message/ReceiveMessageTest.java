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
import static dev.kubezap.whatsapp.message.Inbox.removed;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.PreKeyMessage;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A message comes in: Bob's phone decides about what this device wrote. */
class ReceiveMessageTest {
  private static final SessionKey BY_NUMBER =
      new SessionKey(Address.of(DEVICE.jid(), Optional.empty()));

  private final Inbox inbox = new Inbox();
  private final MemoryStore store = inbox.store;
  private final TestPreKeys preKeys = inbox.preKeys;
  private final ReceiveMessage step = inbox.step;
  private final Encrypted first = inbox.first;

  private static Outcome settled(Node stanza, String label) {
    return Outcome.builder()
        .effect(new Effect.Count("message", label))
        .effect(new Effect.Send(Acknowledgement.of(stanza).orElseThrow()))
        .build();
  }

  /** SAFETY 3: ratchet, prekey, mark, message, chat and event are one commit. */
  @Test
  void allOfAMessageIsStoredTogetherAndOnlyThenAcknowledged() {
    Outcome outcome = inbox.received(message(enc(first)));
    StoredMessage stored = only(outcome, Change.PutMessage.class).message();
    Chat chat =
        new Chat(
            DEVICE.jid().account(), DEVICE.lid().map(Jid::account), Optional.of("Alice"), SENT, 1);
    Change.Append event = only(outcome, Change.Append.class);
    assertThat(stored).isEqualTo(read(stored.id(), HELLO_TEXT, HELLO.toByteString()));
    assertThat(event.event()).isEqualTo(new MessageEvent.Received(stored));
    Jid number = DEVICE.jid().account();
    Jid lid = DEVICE.lid().orElseThrow().account();
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Put<>(new LidOfPhone(number), lid))
                .change(new Change.Put<>(new PhoneOfLid(lid), number))
                .change(new Change.MergeChats(lid, number))
                .change(outcome.changes().get(3))
                .change(new Change.Put<>(mark(first), new CiphertextMark.Decrypted(NOW)))
                .change(new Change.Remove(preKeys.key(1)))
                .change(new Change.PutMessage(stored))
                .change(new Change.PutChat(chat))
                .change(event)
                .effect(receipt())
                .effect(new Effect.Count("message", "received"))
                .build());
    assertThat(((Change.Put<?>) outcome.changes().get(3)).key()).isEqualTo(SESSION);
    assertThat(event.at()).isEqualTo(NOW);
  }

  @Test
  void theSameCiphertextIsReceiptedAgainAndNotDecrypted() {
    store(store, inbox.received(message(enc(first))).changes());
    Outcome again =
        Outcome.builder().effect(receipt()).effect(new Effect.Count("message", "repeated")).build();
    assertThat(inbox.received(message(enc(first)))).isEqualTo(again);
    assertThat(decide(step, message(enc(first)), store, inbox.turn(false)).effects())
        .startsWith(
            new Effect.Send(
                Node.of("receipt")
                    .with("to", DEVICE.jid())
                    .with("id", "3EB0x")
                    .with("type", "inactive")));
    assertThat(inbox.received(message(enc(first)).with("id", "3EB0y")))
        .isEqualTo(settled(message(enc(first)).with("id", "3EB0y"), "old-counter"));
  }

  /** History or a retry brought it first: its keys matter, a second event would not be true. */
  @Test
  void aMessageThatIsThereAlreadyIsDecryptedWithoutASecondEvent() {
    store(store, new Change.PutMessage(read("m1", HELLO_TEXT, HELLO.toByteString())));
    Outcome outcome = inbox.received(message(enc(first)));
    assertThat(outcome.changes()).noneMatch(Change.PutMessage.class::isInstance);
    assertThat(outcome.changes()).noneMatch(Change.Append.class::isInstance);
    assertThat(removed(outcome)).contains(preKeys.key(1));
    assertThat(outcome.effects()).startsWith(receipt());
  }

  /** One message, one id: whoever listed the chat finds the text in its place. */
  @Test
  void aPlaceholderIsFilledInItsPlaceAndNobodyIsAskedAnyMore() throws Exception {
    MissingKey missing = MissingKey.of(DEVICE.jid(), "3EB0x");
    Node stanza = message(enc(first));
    Origin origin = Origin.of(stanza, Optional.of(inbox.bob.identity));
    store(
        store,
        new Change.PutMessage(
            UnreadableMessage.placeholder(stanza, origin, "m1", "bad-mac", inbox.turn(true))),
        new Change.Put<>(
            missing,
            Missing.of(stanza, origin, Optional.of("m1"), ByteString.EMPTY, inbox.turn(true))));
    Outcome outcome = inbox.received(message(enc(first)));
    assertThat(only(outcome, Change.PutMessage.class).message())
        .isEqualTo(read("m1", HELLO_TEXT, HELLO.toByteString()));
    assertThat(outcome.changes()).contains(new Change.Remove(missing));
    assertThat(outcome.effects()).contains(new Effect.Cancel(missing.timer()));
    assertThat(only(outcome, Change.Append.class).event())
        .isInstanceOf(MessageEvent.Received.class);
  }

  /** From before the LID was known (PROTOCOL-2026 3). */
  @Test
  void aSessionUnderTheNumberMovesToTheLid() throws Exception {
    Node withoutLid =
        Node.of("message")
            .with("from", DEVICE.jid())
            .with("id", "3EB0a")
            .with("t", 1)
            .withChildren(enc(first));
    store(store, inbox.received(withoutLid).changes());
    assertThat(store.read(BY_NUMBER)).isPresent();
    Encrypted second =
        SessionCipher.encrypt(
            first.session(), MessagePadding.pad(HELLO.toByteString(), new SeededBytes(3)));
    Outcome again = inbox.received(withoutLid.with("id", "3EB0b").withChildren(enc(second)));
    assertThat(again.changes()).hasAtLeastOneElementOfType(Change.PutMessage.class);
    assertThat(removed(again)).isEmpty();
    Outcome outcome = inbox.received(message(enc(second)));
    assertThat(removed(outcome)).containsExactly(BY_NUMBER);
    store(store, outcome.changes());
    assertThat(store.read(BY_NUMBER)).isEmpty();
    assertThat(store.read(SESSION)).isPresent();
    assertThat(only(outcome, Change.PutMessage.class).message().content()).isEqualTo(HELLO_TEXT);
  }

  /** Of two sessions the one counts that opens it. */
  @Test
  void whatTheSessionUnderTheLidCannotOpenIsTriedInTheOneUnderTheNumber() throws Exception {
    Encrypted second =
        SessionCipher.encrypt(
            first.session(), MessagePadding.pad(HELLO.toByteString(), new SeededBytes(3)));
    store(store, inbox.received(message(enc(first))).changes());
    SignalMessage inner = PreKeyMessage.parse(second.bytes()).message();
    Node bare = Node.of("enc", inner.content().concat(inner.mac())).with("type", "msg");
    Node stanza = message(bare).with("id", "3EB0c");
    store(
        store,
        new Change.Put<>(BY_NUMBER, store.read(SESSION).orElseThrow()),
        new Change.Put<>(SESSION, session(Outbox.bob())));
    Outcome outcome = inbox.received(stanza);
    assertThat(removed(outcome)).containsExactly(BY_NUMBER);
    assertThat(outcome.changes()).hasAtLeastOneElementOfType(Change.PutMessage.class);
    store(store, new Change.Remove(SESSION));
    assertThat(inbox.received(stanza).changes())
        .hasAtLeastOneElementOfType(Change.PutMessage.class);
    store(store, new Change.Remove(BY_NUMBER));
    assertThat(inbox.received(stanza).effects())
        .startsWith(new Effect.Count("message", "unreadable-no-session"));
  }
}
