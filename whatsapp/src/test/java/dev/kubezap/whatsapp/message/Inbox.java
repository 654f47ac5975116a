package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bob's phone, which decides about what this device wrote to it. */
final class Inbox {
  static final SessionKey SESSION = new SessionKey(Address.of(DEVICE.jid(), DEVICE.lid()));
  static final Instant SENT = NOW.minusSeconds(3);
  static final Content HELLO_TEXT = TextContent.of("hello");

  final Party bob = Outbox.bob();
  final MemoryStore store = bob.store;
  final TestPreKeys preKeys = new TestPreKeys();
  final ReceiveMessage step = new ReceiveMessage(preKeys);

  /** The first message, which also builds the session. */
  final Encrypted first = encrypted(HELLO.toByteString());

  /** The first message of another session. */
  Encrypted encrypted(ByteString plaintext) {
    try {
      return SessionCipher.encrypt(session(bob), MessagePadding.pad(plaintext, new SeededBytes(3)));
    } catch (SignalException e) {
      throw new AssertionError(e);
    }
  }

  /** The part of a stanza that holds it. */
  static Node enc(Encrypted encrypted) {
    return Node.of("enc", encrypted.bytes())
        .with("v", "2")
        .with("type", encrypted.type().wireName());
  }

  /** What Bob's phone gets from this device. */
  static Node message(Node... content) {
    return Node.of("message")
        .with("from", DEVICE.jid())
        .with("id", "3EB0x")
        .with("t", SENT.getEpochSecond())
        .with("type", "text")
        .with("notify", "Alice")
        .with("sender_lid", DEVICE.lid().orElseThrow().account())
        .withChildren(content);
  }

  /** A turn of Bob's phone. */
  Turn turn(boolean available) {
    return Decisions.turn(bob.identity, new Turn.Link(true, true, available, false));
  }

  /** What it decides. */
  Outcome received(Node stanza) {
    return decide(step, stanza, store, turn(true));
  }

  /** A message that was read. */
  static StoredMessage read(String id, Content content, ByteString encoded) {
    return new StoredMessage(
        id,
        "3EB0x",
        DEVICE.jid().account(),
        DEVICE.lid().map(Jid::account),
        DEVICE.jid().account(),
        DEVICE.jid().device(),
        false,
        Optional.of("Alice"),
        SENT.truncatedTo(ChronoUnit.SECONDS),
        content,
        encoded,
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  /** That it arrived. */
  static Effect receipt() {
    return new Effect.Send(Node.of("receipt").with("to", DEVICE.jid()).with("id", "3EB0x"));
  }

  /** The one change of its kind. */
  static <T extends Change> T only(Outcome outcome, Class<T> kind) {
    List<T> found = outcome.changes().stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** The records that are removed. */
  static List<RecordKey<?>> removed(Outcome outcome) {
    return outcome.changes().stream()
        .filter(Change.Remove.class::isInstance)
        .<RecordKey<?>>map(change -> ((Change.Remove) change).key())
        .toList();
  }

  /** That these bytes were decrypted. */
  static CiphertextMark mark(Encrypted of) {
    return new CiphertextMark(
        DEVICE.jid(), "3EB0x", Ciphertext.of(Node.of("message", enc(of))).orElseThrow().hash());
  }
}
