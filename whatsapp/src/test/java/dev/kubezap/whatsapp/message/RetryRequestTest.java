package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.delivered;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.outgoing;
import static dev.kubezap.whatsapp.message.Outbox.records;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A device asks for a message of ours again: who may, how often, and in which session. */
class RetryRequestTest {
  private static final RetryRequest STEP = new RetryRequest();

  private final MemoryStore store = new MemoryStore();
  private final Party bob = Outbox.bob();

  private static Node request(Node... keys) {
    return from(BOB, keys);
  }

  private static Node from(Jid device, Node... keys) {
    return Node.of("receipt")
        .with("from", device)
        .with("id", "3EB0m1")
        .with("type", "retry")
        .withChildren(keys);
  }

  /** As Bob's phone sends its keys along. */
  private Node[] keys() {
    Node user = bob.bundle(BOB);
    return new Node[] {
      user.child("registration").orElseThrow(),
      Node.of("keys").withChildren(user.children().subList(1, user.children().size()))
    };
  }

  private Reply theServersKeys() {
    return new Reply.Result(Node.of("iq", Node.of("list", bob.bundle(BOB))));
  }

  private Outcome asked(Node request) {
    return decide(STEP, request, store, online(DEVICE));
  }

  private Outcome answeredBy(Node request, Reply... replies) {
    return answered(STEP, request, 1, store, online(DEVICE), replies);
  }

  private static Outcome acknowledged(Node request, String label) {
    return Outcome.builder()
        .effect(new Effect.Count("retry-request", label))
        .effect(new Effect.Send(Acknowledgement.of(request).orElseThrow()))
        .build();
  }

  private static Node answer(Outcome outcome) {
    return ((Effect.Send) outcome.effects().getFirst()).stanza();
  }

  private static Node enc(Outcome outcome) {
    return answer(outcome).child("enc").orElseThrow();
  }

  private String readByBob(Outcome outcome) {
    bob.take(delivered(answer(outcome)));
    StoredMessage read = bob.store.messages().getLast();
    return ((TextContent) read.content()).text();
  }

  /** It leaves before the request is acknowledged, which would never be repeated after it. */
  @Test
  void itIsEncryptedAnewInASessionFromTheKeysThatCameAlong() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node request = request(keys());
    Outcome outcome = asked(request);
    Node stanza = answer(outcome);
    Node enc = enc(outcome);
    assertThat(stanza)
        .isEqualTo(
            Node.of("message")
                .with("to", BOB)
                .with("id", "3EB0m1")
                .with("type", "text")
                .with("device_fanout", "false")
                .with("t", NOW.getEpochSecond())
                .withChildren(
                    Node.of("enc", enc.bytes().orElseThrow())
                        .with("v", "2")
                        .with("type", "pkmsg")
                        .with("count", 1),
                    Node.of("device-identity", DEVICE.signedDeviceIdentity())));
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.Send(stanza),
            new Effect.Count("retry", "in"),
            new Effect.Count("retry-request", "answered"),
            new Effect.Send(Acknowledgement.of(request).orElseThrow()));
    assertThat(records(outcome.changes()))
        .containsExactly(
            new SessionKey(Address.of(BOB, Optional.empty())), new RetryKey(BOB, "3EB0m1"));
    assertThat(readByBob(outcome)).isEqualTo("hello");
  }

  @Test
  void theSameRequestGetsTheSameBytesAndTheNextOneACountMore() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node request = request(keys());
    Outcome first = asked(request);
    store(store, first.changes());
    Node again = request.with("offline", 1);
    assertThat(asked(again))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Send(answer(first)))
                .add(acknowledged(again, "repeated"))
                .build());
    assertThat(enc(asked(request(keys()))).attribute("count")).contains("2");
  }

  /** After five it stays unread: the service refuses more. */
  @Test
  void theFifthIsTheLast() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node request = request(keys());
    store(store, before(4));
    assertThat(enc(asked(request)).attribute("count")).contains("5");
    store(store, before(5));
    assertThat(asked(request)).isEqualTo(acknowledged(request, "too-often"));
  }

  private static Change before(int count) {
    return new Change.Put<>(
        new RetryKey(BOB, "3EB0m1"),
        new RetryKey.Count(count, NOW, "m1", ByteString.EMPTY, ByteString.EMPTY));
  }

  @Test
  void withoutKeysTheServerIsAskedOnce() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Outcome ask =
        Outcome.builder().ask(new Ask(List.of(PreKeyBundles.query(List.of(BOB))))).build();
    assertThat(asked(request())).isEqualTo(ask);
    Node[] keys = keys();
    assertThat(asked(request(keys[0]))).isEqualTo(ask);
    assertThat(asked(request(keys[1]))).isEqualTo(ask);
    assertThat(asked(request(Node.of("registration", ByteString.EMPTY), keys[1]))).isEqualTo(ask);
    assertThat(readByBob(answeredBy(request(), theServersKeys()))).isEqualTo("hello");
    Node malformed = request(Node.of("registration", ByteString.EMPTY), keys[1]);
    assertThat(readByBob(answeredBy(malformed, theServersKeys()))).isEqualTo("hello");
    assertThat(enc(answeredBy(request(), theServersKeys())).has("type", "pkmsg")).isTrue();
  }

  @Test
  void whenTheServerGivesNoKeysTheSessionIsGoneOnWith() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node without =
        Node.of(
            "iq",
            Node.of("list", Node.of("user", Node.of("error").with("code", 404)).with("jid", BOB)));
    for (Reply no :
        List.of(new Reply.Missing(), new Reply.Refused(404, ""), new Reply.Result(without))) {
      assertThat(answeredBy(request(), no)).isEqualTo(acknowledged(request(), "no-keys"));
    }
    SessionKey key = new SessionKey(Address.of(BOB, Optional.empty()));
    store(store, new Change.Put<>(key, session(bob).onlyReceiving()));
    assertThat(answeredBy(request(), new Reply.Missing()))
        .isEqualTo(acknowledged(request(), "no-keys"));
    store(store, new Change.Put<>(key, session(bob)));
    assertThat(readByBob(answeredBy(request(), new Reply.Missing()))).isEqualTo("hello");
  }

  /** The new one replaces it, and what is under way in it can still be read. */
  @Test
  void keysOfAnotherMakeOfTheDeviceReplaceTheSession() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    SessionKey key = new SessionKey(Address.of(BOB, Optional.of(BOB_LID)));
    store(
        store, new Change.Put<>(new LidOfPhone(BOB), BOB_LID), new Change.Put<>(key, session(bob)));
    Outcome outcome = asked(request(keys()));
    assertThat(((Change.Put<?>) outcome.changes().getFirst()).key()).isEqualTo(key);
    assertThat(readByBob(outcome)).isEqualTo("hello");
  }

  @Test
  void whoMayNotHaveItIsOnlyAcknowledged() {
    Node request = request(keys());
    assertThat(asked(request)).isEqualTo(acknowledged(request, "unknown-message"));
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    assertThat(decide(STEP, request, store, unpaired()))
        .isEqualTo(acknowledged(request, "unknown-message"));
    Node stranger = from(Jid.phoneNumber("491533333333"), keys());
    assertThat(asked(stranger)).isEqualTo(acknowledged(stranger, "stranger"));
    Node group = from(Jid.group("1-2"), keys());
    assertThat(asked(group)).isEqualTo(acknowledged(group, "unknown-message"));
    assertThat(asked(Node.of("receipt").with("from", BOB)))
        .isEqualTo(
            Outcome.builder().effect(new Effect.Count("retry-request", "unknown-message")).build());
    store(store, new Change.MoveOutgoing(outgoing("m1", BOB).deliveredTo(BOB)));
    assertThat(asked(request)).isEqualTo(acknowledged(request, "delivered-before"));
    Node tablet = from(BOB.withDevice(4), keys());
    assertThat(enc(asked(tablet))).isNotNull();
  }

  /** An account may be written to by one name and ask by the other. */
  @Test
  void aDeviceThatWasAddressedMayAskByItsOtherName() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB_LID.withDevice(4));
    Node request = from(BOB_LID, keys());
    Outcome outcome = asked(request);
    assertThat(answer(outcome).jid("to")).contains(BOB_LID);
    assertThat(((Change.Put<?>) outcome.changes().getFirst()).key())
        .isEqualTo(new SessionKey(Address.of(BOB_LID, Optional.of(BOB_LID))));
    Node inGroup = from(Jid.group("1-2"), keys()).with("participant", BOB);
    assertThat(answer(asked(inGroup)).jid("to")).contains(BOB);
  }

  @Test
  void ourOtherDeviceGetsACopyThatNamesTheChat() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    store(
        store,
        new Change.Put<>(
            new PrivacyTokenKey(OWN),
            PrivacyToken.NONE.received(ByteString.copyFromUtf8("token"), NOW)));
    Party phone = new Party(OWN.user(), "100200300", 0, 22, _ -> new Reply.Missing());
    Node user = phone.bundle(OWN);
    Node request =
        from(
            OWN,
            user.child("registration").orElseThrow(),
            Node.of("keys").withChildren(user.children().subList(1, user.children().size())));
    Outcome outcome = asked(request);
    assertThat(answer(outcome).child("tctoken")).isEmpty();
    assertThat(answer(outcome).jid("recipient")).contains(BOB);
    assertThat(answer(asked(request.with("recipient", BOB_LID))).jid("recipient"))
        .contains(BOB_LID);
    phone.take(delivered(answer(outcome)).with("recipient", BOB));
    assertThat(phone.store.messages().getLast())
        .extracting(StoredMessage::chat, StoredMessage::fromMe, StoredMessage::content)
        .containsExactly(BOB, true, TextContent.of("hello"));
  }

  @Test
  void theContactsTokenGoesAlong() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    ByteString token = ByteString.copyFromUtf8("token");
    store(
        store, new Change.Put<>(new PrivacyTokenKey(BOB), PrivacyToken.NONE.received(token, NOW)));
    assertThat(answer(asked(request(keys()))).child("tctoken").flatMap(Node::bytes))
        .contains(token);
  }

  @Test
  void aDamagedMessageIsNotSent() {
    OutgoingMessage damaged =
        new OutgoingMessage(
            "m1", "3EB0m1", BOB, ByteString.copyFrom(new byte[] {-1}), NOW, Set.of(BOB), Set.of());
    store(store, new Change.PutOutgoing(damaged));
    Node request = request(keys());
    assertThat(asked(request)).isEqualTo(acknowledged(request, "damaged"));
    Node forged = bob.bundle(BOB);
    Node signed = forged.child("skey").orElseThrow();
    Node wrong =
        Node.of("keys")
            .withChildren(
                forged.child("identity").orElseThrow(),
                signed.withChildren(
                    signed.child("id").orElseThrow(),
                    signed.child("value").orElseThrow(),
                    Node.of("signature", ByteString.copyFrom(new byte[64]))));
    Node unsigned = request(forged.child("registration").orElseThrow(), wrong);
    assertThat(asked(unsigned)).isEqualTo(acknowledged(unsigned, "no-keys"));
  }
}
