package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.GroupMember.GROUP;
import static dev.kubezap.whatsapp.message.Inbox.enc;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import dev.kubezap.whatsapp.senderkey.MemberKeysKey;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.RemoteSenderKeys;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What members of a group write, from their stanzas to the chat. */
class GroupReceivingTest {
  private static final Jid ALICE = DEVICE.jid().account();
  private static final Jid ALICE_LID = DEVICE.lid().orElseThrow().account();
  private static final int DEVICE_NUMBER = DEVICE.jid().device();
  private static final Jid CAROL = Jid.phoneNumber("491533333333");
  private static final Jid CAROL_LID = Jid.lid("333000");
  private final Inbox inbox = new Inbox();
  private final GroupMember alice = new GroupMember(1);
  private final GroupMember carol = new GroupMember(2);
  private Optional<SignalSession> session = Optional.empty();
  private int turns;

  private static Message text(String text) {
    return Message.newBuilder().setConversation(text).build();
  }

  /** The part of a stanza that this device alone reads. */
  private Node alone(Message message) {
    return enc(encrypted(message));
  }

  private Encrypted encrypted(Message message) {
    try {
      Encrypted encrypted =
          SessionCipher.encrypt(
              session.orElseGet(() -> Outbox.session(inbox.bob)),
              MessagePadding.pad(message.toByteString(), new SeededBytes(3)));
      session = Optional.of(encrypted.session());
      return encrypted;
    } catch (SignalException e) {
      throw new AssertionError(e);
    }
  }

  private static Node from(Jid member, String id, Node... parts) {
    return Node.of("message")
        .with("from", GROUP)
        .with("participant", member)
        .with("id", id)
        .with("t", Inbox.SENT.getEpochSecond())
        .with("type", "text")
        .with("addressing_mode", "lid")
        .with("notify", "Somebody")
        .withChildren(parts);
  }

  private Node fromAlice(String id, Node... parts) {
    return from(ALICE_LID.withDevice(DEVICE_NUMBER), id, parts).with("participant_pn", ALICE);
  }

  private Node fromCarol(String id, Node... parts) {
    return from(CAROL_LID, id, parts);
  }

  /** Carol's key came before. */
  private void holdsCarolsKey() {
    MemberKeysKey key = new MemberKeysKey(GROUP, new SignalAddress(CAROL_LID.toString(), 0));
    store(inbox.store, new Change.Put<>(key, carol.held()));
  }

  /** Receives it and stores what it comes to, rows that are due included. */
  private Outcome taken(Node stanza) {
    Outcome outcome = Decisions.decide(inbox.step, stanza, inbox.store, turn());
    store(inbox.store, outcome.changes());
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Enqueue(HandleUnhandled.Due due)) {
        store(inbox.store, handled(due).changes());
      }
    }
    return outcome;
  }

  private Outcome handled(HandleUnhandled.Due due) {
    return Decisions.decide(new HandleUnhandled(), due, inbox.store, turn());
  }

  /** Each has a time and random bytes of its own. */
  private Turn turn() {
    turns++;
    return new Turn(
        Decisions.NOW.plusMillis(turns),
        new SeededBytes(turns),
        Optional.of(inbox.bob.identity),
        new Turn.Link(true, true, true, false));
  }

  private StoredMessage stored(String id) {
    return inbox.store.messages().stream()
        .filter(message -> message.stanzaId().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Node receipt(String id, Jid member) {
    return Node.of("receipt").with("to", GROUP).with("id", id).with("participant", member);
  }

  private static Optional<Node> retry(Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).stanza())
        .filter(stanza -> stanza.has("type", "retry"))
        .findFirst();
  }

  @Test
  void theKeyThatComesWithAMessageReadsItAndWhatFollows() {
    Node key = alone(alice.handedOut(GROUP));
    Outcome first = taken(fromAlice("A1", key, alice.write(text("one"))));
    assertThat(first.effects())
        .contains(new Effect.Send(receipt("A1", ALICE_LID.withDevice(DEVICE_NUMBER))));
    StoredMessage message = stored("A1");
    assertThat(message.chat()).isEqualTo(GROUP);
    assertThat(message.chatLid()).isEmpty();
    assertThat(message.sender()).isEqualTo(ALICE);
    assertThat(message.senderDevice()).isEqualTo(DEVICE_NUMBER);
    assertThat(message.fromMe()).isFalse();
    assertThat(message.content()).isEqualTo(TextContent.of("one"));
    assertThat(message.status()).isEqualTo(MessageStatus.RECEIVED);
    assertThat(first.changes())
        .anyMatch(
            change ->
                change instanceof Change.Append(var _, var _, MessageEvent.Received told, var _)
                    && told.message().equals(message));
    // The sender gave itself that name, not the group.
    assertThat(inbox.store.chat(GROUP))
        .contains(new Chat(GROUP, Optional.empty(), Optional.empty(), message.timestamp(), 1));
    taken(fromAlice("A2", alice.write(text("two"))));
    assertThat(stored("A2").content()).isEqualTo(TextContent.of("two"));
    assertThat(inbox.store.chat(GROUP).orElseThrow().unread()).isEqualTo(2);
  }

  /** SAFETY 3: what comes again is known by its ciphertext. */
  @Test
  void whatComesTwiceIsStoredOnce() {
    Node stanza = fromAlice("A1", alone(alice.handedOut(GROUP)), alice.write(text("one")));
    taken(stanza);
    Outcome again = taken(stanza.with("offline", 1));
    assertThat(again.changes()).isEmpty();
    assertThat(again.effects())
        .startsWith(new Effect.Send(receipt("A1", ALICE_LID.withDevice(DEVICE_NUMBER))));
    assertThat(inbox.store.messages()).hasSize(1);
  }

  @Test
  void withoutTheKeyTheSenderIsAskedAndItsAnswerTakesThePlace() {
    Node unread = fromCarol("C1", carol.write(text("one")));
    Outcome missed = taken(unread);
    Node asked = retry(missed).orElseThrow();
    assertThat(asked.jid("to")).contains(GROUP);
    assertThat(asked.jid("participant")).contains(CAROL_LID);
    assertThat(asked.child("keys")).isPresent();
    assertThat(asked.child("retry").orElseThrow().attribute("count")).contains("1");
    StoredMessage placeholder = stored("C1");
    assertThat(placeholder.status()).isEqualTo(MessageStatus.UNDECRYPTED);
    assertThat(placeholder.chat()).isEqualTo(GROUP);
    assertThat(placeholder.sender()).isEqualTo(CAROL_LID);
    // The process ended before the receipt left: the same count again.
    Node repeated = retry(taken(unread)).orElseThrow();
    assertThat(repeated.child("retry").orElseThrow().attribute("count")).contains("1");
    Message answer = carol.handedOut(GROUP).toBuilder().setConversation("one").build();
    taken(fromCarol("C1", alone(answer)));
    assertThat(stored("C1").content()).isEqualTo(TextContent.of("one"));
    assertThat(stored("C1").id()).isEqualTo(placeholder.id());
    assertThat(stored("C1").encoded()).isEqualTo(text("one").toByteString());
    taken(fromCarol("C2", carol.write(text("two"))));
    assertThat(stored("C2").content()).isEqualTo(TextContent.of("two"));
  }

  /** The part for this device was read: only the rest is missing, and the key stays. */
  @Test
  void aDamagedMessageDoesNotTakeItsKeyAlong() {
    Node key = alone(alice.handedOut(GROUP));
    Node written = alice.write(text("one"));
    byte[] bytes = written.bytes().orElseThrow().toByteArray();
    bytes[bytes.length - 1] ^= 1;
    Outcome missed = taken(fromAlice("A1", key, written.withBytes(bytes)));
    Node asked = retry(missed).orElseThrow();
    assertThat(asked.child("retry").orElseThrow().attribute("error")).contains("5");
    taken(fromAlice("A2", alice.write(text("two"))));
    assertThat(stored("A2").content()).isEqualTo(TextContent.of("two"));
  }

  /** Ids are the senders' choice: nobody takes another's place. */
  @Test
  void twoMembersMayChooseOneId() {
    holdsCarolsKey();
    taken(fromAlice("SAME", alice.write(text("missed"))));
    assertThat(stored("SAME").status()).isEqualTo(MessageStatus.UNDECRYPTED);
    taken(fromCarol("SAME", carol.write(text("carol's"))));
    assertThat(inbox.store.messages())
        .extracting(StoredMessage::sender, StoredMessage::status)
        .containsExactlyInAnyOrder(
            tuple(ALICE, MessageStatus.UNDECRYPTED), tuple(CAROL_LID, MessageStatus.RECEIVED));
    Message answer = alice.handedOut(GROUP).toBuilder().setConversation("alice's").build();
    taken(fromAlice("SAME", alone(answer)));
    assertThat(inbox.store.messages())
        .extracting(StoredMessage::status)
        .containsOnly(MessageStatus.RECEIVED);
  }

  /** Nobody writes under the key of another, and no key is filed under another's name. */
  @Test
  void aKeyCountsForItsSenderAlone() {
    holdsCarolsKey();
    Outcome forged =
        taken(fromAlice("A1", alone(alice.handedOut(GROUP)), carol.write(text("forged"))));
    assertThat(retry(forged)).isPresent();
    assertThat(stored("A1").status()).isEqualTo(MessageStatus.UNDECRYPTED);
  }

  @Test
  void keysMoveFromTheNumberToTheLid() {
    MemberKeysKey before = new MemberKeysKey(GROUP, new SignalAddress(CAROL.toString(), 0));
    store(inbox.store, new Change.Put<>(before, carol.held()));
    store(inbox.store, new Change.Put<>(new LidOfPhone(CAROL), CAROL_LID));
    store(inbox.store, new Change.Put<>(new PhoneOfLid(CAROL_LID), CAROL));
    taken(fromCarol("C1", carol.write(text("one"))));
    assertThat(stored("C1").content()).isEqualTo(TextContent.of("one"));
    assertThat(stored("C1").sender()).isEqualTo(CAROL);
    assertThat(inbox.store.read(before)).isEmpty();
    assertThat(
            inbox.store.read(new MemberKeysKey(GROUP, new SignalAddress(CAROL_LID.toString(), 0))))
        .isPresent();
  }

  /** A direct message may hand out the key of a group. */
  @Test
  void aKeyMayComeInADirectMessage() {
    Message key = alice.handedOut(GROUP).toBuilder().setConversation("hello").build();
    taken(Inbox.message(alone(key)));
    assertThat(stored("3EB0x").chat()).isEqualTo(ALICE);
    assertThat(stored("3EB0x").encoded()).isEqualTo(HELLO.toByteString());
    taken(fromAlice("A1", alice.write(text("one"))));
    assertThat(stored("A1").content()).isEqualTo(TextContent.of("one"));
    assertThat(inbox.store.recordNames(UnhandledKey.KIND, "", 10)).isEmpty();
  }

  @Test
  void theStatusFeedIsReadWithoutACount() {
    Node post =
        fromAlice("S1", alone(alice.handedOut(Jid.STATUS)), alice.write(text("at sea")))
            .with("from", Jid.STATUS);
    taken(post);
    assertThat(stored("S1").chat()).isEqualTo(Jid.STATUS);
    assertThat(stored("S1").sender()).isEqualTo(ALICE);
    assertThat(inbox.store.chat(Jid.STATUS).orElseThrow().unread()).isZero();
  }

  /** What a version kept that could not read groups, in the order in which it came. */
  @Test
  void whatWasKeptOfGroupsIsRead() {
    Message key = alice.handedOut(GROUP);
    Node first = fromAlice("A1", alone(key), alice.write(text("one")));
    Node second = fromAlice("A2", alice.write(text("two")));
    Node late = fromCarol("C1", carol.write(text("never handed out")));
    keep("000002-1", first, Optional.of(key.toByteString()));
    keep("000002-2", second, Optional.empty());
    keep("000002-3", late, Optional.empty());
    for (String name : inbox.store.recordNames(UnhandledKey.KIND, "", 10)) {
      store(inbox.store, handled(new HandleUnhandled.Due(name)).changes());
    }
    assertThat(inbox.store.messages())
        .extracting(StoredMessage::content)
        .containsExactlyInAnyOrder(TextContent.of("one"), TextContent.of("two"));
    assertThat(inbox.store.recordNames(UnhandledKey.KIND, "", 10)).containsExactly("000006-3");
  }

  private void keep(String name, Node stanza, Optional<ByteString> plaintext) {
    UnhandledKey.Input input =
        new UnhandledKey.Input(
            "group", ByteString.copyFrom(NodeEncoder.encode(stanza)), plaintext, Instant.EPOCH);
    store(inbox.store, new Change.Put<>(new UnhandledKey(name), input));
  }

  private static MessageKey key(String id, boolean fromMe, Optional<Jid> author) {
    MessageKey.Builder key =
        MessageKey.newBuilder().setRemoteJid(GROUP.toString()).setFromMe(fromMe).setId(id);
    author.ifPresent(jid -> key.setParticipant(jid.toString()));
    return key.build();
  }

  private static Message reaction(MessageKey key, String emoji) {
    return Message.newBuilder()
        .setReactionMessage(
            ReactionMessage.newBuilder().setKey(key).setText(emoji).setSenderTimestampMs(1_000))
        .build();
  }

  private static Message deletion(MessageKey key) {
    return Message.newBuilder()
        .setProtocolMessage(ProtocolMessage.newBuilder().setKey(key).setType(0))
        .build();
  }

  private MessageAdditions additions(String id) {
    return inbox.store.read(new AdditionsKey(stored(id).id())).orElse(MessageAdditions.NONE);
  }

  /** Whom a message is of is told by who changes it, or by a name. */
  @Test
  void membersReactToEachOther() {
    holdsCarolsKey();
    taken(fromAlice("A1", alone(alice.handedOut(GROUP)), alice.write(text("one"))));
    Message byLid = reaction(key("A1", false, Optional.of(ALICE_LID)), "👍");
    taken(fromCarol("C1", carol.write(byLid)));
    taken(fromAlice("A2", alice.write(reaction(key("A1", true, Optional.empty()), "🎉"))));
    // Nobody else wrote under this id.
    taken(fromCarol("C2", carol.write(reaction(key("A1", true, Optional.empty()), "👎"))));
    assertThat(additions("A1").reactions())
        .extracting(MessageAdditions.Reaction::sender, MessageAdditions.Reaction::emoji)
        .containsExactlyInAnyOrder(
            tuple(CAROL_LID, Optional.of("👍")), tuple(ALICE, Optional.of("🎉")));
  }

  @Test
  void onlyItsSenderDeletesAMessageAsLongAsNothingIsKnownOfTheGroup() {
    holdsCarolsKey();
    taken(fromAlice("A1", alone(alice.handedOut(GROUP)), alice.write(text("one"))));
    taken(fromCarol("C1", carol.write(deletion(key("A1", false, Optional.of(ALICE))))));
    assertThat(additions("A1").deletion()).isEmpty();
    taken(fromAlice("A2", alice.write(deletion(key("A1", true, Optional.empty())))));
    assertThat(additions("A1").deletion()).map(MessageAdditions.Deletion::by).contains(ALICE);
  }

  /** Whatever comes late, or never, the rest is read, and each only once. */
  @Test
  void anyOrderAndAnyGapIsRead() {
    taken(fromAlice("A0", alone(alice.handedOut(GROUP)), alice.write(text("text 0"))));
    Random chance = new Random(7);
    List<Node> under = new ArrayList<>();
    List<String> expected = new ArrayList<>(List.of("text 0"));
    for (int i = 1; i <= 120; i++) {
      Node written = alice.write(text("text " + i));
      if (i % 40 == 0) {
        alice.rotate();
        under.add(fromAlice("K" + i, alone(alice.handedOut(GROUP))));
      }
      if (chance.nextInt(4) > 0) {
        expected.add("text " + i);
        under.add(fromAlice("A" + i, written));
      }
    }
    for (int from = 0; from < under.size(); from += 20) {
      Collections.shuffle(under.subList(from, Math.min(from + 20, under.size())), chance);
    }
    // Keys come before what is written under them.
    under.sort((a, b) -> Boolean.compare(isKey(b), isKey(a)));
    for (Node stanza : under) {
      taken(stanza);
      taken(stanza);
    }
    assertThat(inbox.store.messages())
        .extracting(message -> ((TextContent) message.content()).text())
        .containsExactlyInAnyOrderElementsOf(expected);
    RemoteSenderKeys keys =
        inbox
            .store
            .read(new MemberKeysKey(GROUP, new SignalAddress(ALICE_LID.toString(), DEVICE_NUMBER)))
            .orElseThrow();
    assertThat(keys.keys()).hasSizeLessThanOrEqualTo(5);
  }

  private static boolean isKey(Node stanza) {
    return stanza.attribute("id").orElseThrow().startsWith("K");
  }
}
