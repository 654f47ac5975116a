package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.MissingRows.ASKED_FIVE_TIMES;
import static dev.kubezap.whatsapp.message.MissingRows.DUE;
import static dev.kubezap.whatsapp.message.MissingRows.KEY;
import static dev.kubezap.whatsapp.message.MissingRows.asksForKeysOfThePhone;
import static dev.kubezap.whatsapp.message.MissingRows.missed;
import static dev.kubezap.whatsapp.message.MissingRows.missing;
import static dev.kubezap.whatsapp.message.MissingRows.wakesIn;
import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.signal.PreKeyMessage;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Our own phone is asked for a missing message: in which session, and what when it has no keys. */
class AskThePhoneTest {
  private static final SessionKey WITH_PHONE = new SessionKey(Address.of(OWN, DEVICE.lid()));

  private final MemoryStore store = new MemoryStore();
  private final Party phone = Outbox.phone();

  private Outcome due() {
    return decide(new AskForMissing(new TestPreKeys()), DUE, store, online(DEVICE));
  }

  private Outcome due(Reply... replies) {
    return answered(new AskForMissing(new TestPreKeys()), DUE, 1, store, online(DEVICE), replies);
  }

  /** PROTOCOL-2026 5: a peer message that only our own phone sees. */
  @Test
  void thenOurPhoneIsAskedInTheSessionWithIt() throws Exception {
    missed(store, ASKED_FIVE_TIMES);
    SignalSession session = session(phone);
    store(store, new Change.Put<>(WITH_PHONE, session));
    Outcome outcome = due();
    Node request = ((Effect.Send) outcome.effects().getFirst()).stanza();
    Node enc = request.child("enc").orElseThrow();
    assertThat(request)
        .isEqualTo(
            Node.of("message")
                .with("to", OWN)
                .with("id", OutgoingStanza.newId(afterPadding(asked(ASKED_FIVE_TIMES))))
                .with("type", "text")
                .with("category", "peer")
                .with("push_priority", "high_force")
                .withChildren(
                    enc,
                    Node.of("device-identity", DEVICE.signedDeviceIdentity()),
                    Node.of("meta").with("appdata", "default")));
    assertThat(outcome.effects().subList(1, 3))
        .containsExactly(
            new Effect.Count("missing", "asked-phone"), wakesIn(Duration.ofMinutes(1)));
    assertThat(((Change.Put<?>) outcome.changes().getFirst()).key()).isEqualTo(WITH_PHONE);
    assertThat(outcome.changes().subList(1, 2))
        .containsExactly(
            new Change.Put<>(KEY, missing(5, 1, false, NOW.minusSeconds(90), NOW.plusSeconds(60))));
    assertThat(readByPhone(request)).isEqualTo(asked(ASKED_FIVE_TIMES));
  }

  /** A turn whose random bytes were used for the padding of this message. */
  private static Turn afterPadding(Message message) {
    Turn turn = online(DEVICE);
    MessagePadding.pad(message.toByteString(), turn.random());
    return turn;
  }

  private static Message asked(Missing missing) {
    return PhoneRequest.message(missing);
  }

  @Test
  void theRequestNamesTheMessageAsThePhoneKnowsIt() {
    Message message = asked(missing(5, 0, true, NOW, NOW));
    ProtocolMessage protocol = message.getProtocolMessage();
    assertThat(protocol.getType()).isEqualTo(16);
    assertThat(protocol.getPeerDataOperationRequestMessage().getPeerDataOperationRequestType())
        .isEqualTo(4);
    assertThat(
            protocol
                .getPeerDataOperationRequestMessage()
                .getPlaceholderMessageResendRequest(0)
                .getMessageKey())
        .isEqualTo(
            MessageKey.newBuilder()
                .setRemoteJid(BOB.toString())
                .setFromMe(true)
                .setId("3EB0x")
                .build());
  }

  private Message readByPhone(Node request) throws Exception {
    Ciphertext ciphertext = Ciphertext.of(request).orElseThrow();
    int id = PreKeyMessage.parse(ciphertext.bytes()).preKeyId().orElseThrow();
    PreKey preKey = phone.store.read(new TestPreKeys().key(id)).orElseThrow();
    Cipher.Keys keys =
        new Cipher.Keys(
            DeviceSession.read(DEVICE.jid(), AccountNames.of(DEVICE), new MemoryStore()),
            Optional.of(preKey));
    Cipher.Result.Opened opened =
        (Cipher.Result.Opened) Cipher.open(ciphertext, keys, turn(phone.identity));
    return Message.parseFrom(opened.plaintext());
  }

  /** One that did not answer, or whose own messages cannot be read, may have lost it. */
  @Test
  void aPhoneThatMayHaveLostTheSessionIsAskedInANewOne() throws Exception {
    Reply keys = new Reply.Result(Node.of("iq", Node.of("list", phone.bundle(OWN))));
    missed(store, ASKED_FIVE_TIMES);
    assertThat(due()).isEqualTo(asksForKeysOfThePhone());
    store(store, new Change.Put<>(WITH_PHONE, session(phone).onlyReceiving()));
    assertThat(due()).isEqualTo(asksForKeysOfThePhone());
    store(store, new Change.Put<>(WITH_PHONE, session(phone)));
    assertThat(due().ask()).isEmpty();
    missed(store, missing(5, 0, true, NOW.minusSeconds(90), NOW));
    assertThat(due()).isEqualTo(asksForKeysOfThePhone());
    Missing askedOnce = missing(5, 1, false, NOW.minusSeconds(90), NOW);
    missed(store, askedOnce);
    assertThat(due()).isEqualTo(asksForKeysOfThePhone());
    Node request = ((Effect.Send) due(keys).effects().getFirst()).stanza();
    assertThat(readByPhone(request)).isEqualTo(asked(askedOnce));
  }

  @Test
  void withoutKeysOfThePhoneItIsTriedInAMinute() {
    missed(store, ASKED_FIVE_TIMES);
    Node others = Node.of("iq", Node.of("list", phone.bundle(BOB)));
    Outcome later =
        Outcome.builder()
            .effect(wakesIn(Duration.ofMinutes(1)))
            .effect(new Effect.Count("missing", "phone-without-keys"))
            .build();
    for (Reply no : List.of(new Reply.Missing(), new Reply.Result(others))) {
      assertThat(due(no)).isEqualTo(later);
    }
  }

  /** It counts as one request: a phone with bad keys is not asked for ever. */
  @Test
  void keysThatAreNotThePhonesAreNotUsed() {
    missed(store, ASKED_FIVE_TIMES);
    Node user = phone.bundle(OWN);
    Node signed = user.child("skey").orElseThrow();
    Node forged =
        signed.withChildren(
            signed.child("id").orElseThrow(),
            signed.child("value").orElseThrow(),
            Node.of("signature", ByteString.copyFrom(new byte[64])));
    Node wrong =
        user.withChildren(
            user.children().stream().map(one -> one.is("skey") ? forged : one).toList());
    assertThat(due(new Reply.Result(Node.of("iq", Node.of("list", wrong)))))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("missing", "phone-without-session"))
                .change(
                    new Change.Put<>(
                        KEY, missing(5, 1, false, NOW.minusSeconds(90), NOW.plusSeconds(60))))
                .effect(wakesIn(Duration.ofMinutes(1)))
                .build());
  }
}
