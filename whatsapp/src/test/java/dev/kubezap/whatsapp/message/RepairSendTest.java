package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.outgoing;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.message.Outbox.shares;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Devices that a message missed get it, and no other. */
class RepairSendTest {
  private static final RepairSend STEP = new RepairSend();
  private static final RepairSend.Repair REPAIR = new RepairSend.Repair("m1");
  private static final RepairKey KEY = new RepairKey("m1");
  private static final Jid TABLET = BOB.withDevice(4);
  private static final Outcome ASKS_DEVICES =
      Outcome.builder()
          .ask(
              new Ask(
                  List.of(
                      Usync.devices(
                          List.of(BOB, OWN),
                          HexFormat.of().formatHex(new SeededBytes(1).next(8))))))
          .build();

  private final MemoryStore store = new MemoryStore();
  private final Party tablet =
      new Party(BOB.user(), BOB_LID.user(), 4, 23, _ -> new Reply.Missing());

  private void pending(Map<Jid, ByteString> stanzas) {
    store(store, new Change.Put<>(KEY, new RepairKey.Pending(NOW, stanzas)));
  }

  private Outcome repaired() {
    return decide(STEP, REPAIR, store, online(DEVICE));
  }

  private Outcome answeredWith(int asked, Reply... replies) {
    return answered(STEP, REPAIR, asked, store, online(DEVICE), replies);
  }

  private void missedByTheTablet() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    pending(Map.of());
    lists(store, BOB, 0, 4);
    lists(store, OWN, DEVICE.jid().device());
  }

  @Test
  void nothingIsRepairedThatDoesNotNeedItOrCannotBe() {
    assertThat(repaired()).isEqualTo(Outcome.nothing());
    missedByTheTablet();
    assertThat(decide(STEP, REPAIR, store, unpaired())).isEqualTo(Outcome.nothing());
    assertThat(decide(STEP, REPAIR, store, turn(DEVICE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void whatIsNotKeptAnyMoreIsTooLate() {
    pending(Map.of());
    assertThat(repaired())
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Remove(KEY))
                .effect(new Effect.Count("repair", "too-late"))
                .build());
  }

  @Test
  void onlyTheDeviceThatMissedItIsServed() {
    missedByTheTablet();
    shares(store, TABLET, session(tablet));
    ByteString token = ByteString.copyFromUtf8("token");
    store(
        store, new Change.Put<>(new PrivacyTokenKey(BOB), PrivacyToken.NONE.received(token, NOW)));
    Outcome outcome = repaired();
    Node stanza = ((Effect.Send) outcome.effects().getFirst()).stanza();
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .change(outcome.changes().getFirst())
                .effect(new Effect.Send(stanza))
                .change(new Change.PutOutgoing(outgoing("m1", BOB, BOB, TABLET)))
                .change(
                    new Change.Put<>(
                        KEY,
                        new RepairKey.Pending(NOW, Map.of(TABLET, OutgoingStanza.encode(stanza)))))
                .effect(new Effect.Count("repair", "sent"))
                .build());
    assertThat(((Change.Put<?>) outcome.changes().getFirst()).key())
        .isEqualTo(new SessionKey(Address.of(TABLET, Optional.empty())));
    assertThat(stanza.withChildren())
        .isEqualTo(
            Node.of("message")
                .with("to", TABLET)
                .with("id", "3EB0m1")
                .with("type", "text")
                .with("device_fanout", "false")
                .with("t", NOW.getEpochSecond())
                .withChildren());
    assertThat(stanza.child("tctoken").flatMap(Node::bytes)).contains(token);
    tablet.take(Outbox.delivered(stanza));
    assertThat(tablet.store.messages().getLast().encoded()).isEqualTo(HELLO.toByteString());
  }

  @Test
  void ourOwnDevicesAreServedWithoutTheContactsToken() {
    missedByTheTablet();
    lists(store, BOB, 0);
    lists(store, OWN, 0, DEVICE.jid().device());
    Party phone = new Party(OWN.user(), "100200300", 0, 22, _ -> new Reply.Missing());
    store(
        store,
        new Change.Put<>(new SessionKey(Address.of(OWN, DEVICE.lid())), session(phone)),
        new Change.Put<>(
            new PrivacyTokenKey(BOB),
            PrivacyToken.NONE.received(ByteString.copyFromUtf8("token"), NOW)));
    Node stanza = ((Effect.Send) repaired().effects().getFirst()).stanza();
    assertThat(stanza.jid("to")).contains(OWN);
    assertThat(stanza.child("tctoken")).isEmpty();
  }

  @Test
  void whereNobodyMissedItTheRowIsGone() {
    missedByTheTablet();
    lists(store, BOB, 0);
    Outcome nobody =
        Outcome.builder()
            .change(new Change.PutOutgoing(outgoing("m1", BOB, BOB)))
            .change(new Change.Remove(KEY))
            .effect(new Effect.Count("repair", "none-missed"))
            .build();
    assertThat(repaired()).isEqualTo(nobody);
    // A device is the same under both names of its account.
    holds(store, "m1", BOB, MessageStatus.SENT, BOB_LID);
    store(store, new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    assertThat(repaired().effects()).containsExactly(new Effect.Count("repair", "none-missed"));
  }

  @Test
  void devicesAndKeysAreAskedForThreeTimesAtMost() {
    missedByTheTablet();
    Outcome keys =
        Outcome.builder().ask(new Ask(List.of(PreKeyBundles.query(List.of(TABLET))))).build();
    assertThat(repaired()).isEqualTo(keys);
    Reply nothing = new Reply.Result(Node.of("iq"));
    assertThat(answeredWith(2, nothing)).isEqualTo(keys);
    assertThat(answeredWith(3, nothing).effects())
        .containsExactly(new Effect.Count("repair", "none-missed"));
    MemoryStore empty = new MemoryStore();
    holds(empty, "m1", BOB, MessageStatus.SENT, BOB);
    store(empty, new Change.Put<>(KEY, RepairKey.Pending.since(NOW)));
    assertThat(decide(STEP, REPAIR, empty, online(DEVICE))).isEqualTo(ASKS_DEVICES);
    assertThat(answered(STEP, REPAIR, 2, empty, online(DEVICE), nothing)).isEqualTo(ASKS_DEVICES);
    assertThat(answered(STEP, REPAIR, 3, empty, online(DEVICE), nothing).ask()).isEmpty();
  }

  @Test
  void withoutAnAnswerItIsTriedAgain() {
    missedByTheTablet();
    assertThat(answeredWith(1, new Reply.Missing()))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Schedule("repair-m1", REPAIR, Duration.ofSeconds(10)))
                .build());
  }

  /** One query holds no more; the rest shows as another hash with the next message. */
  @Test
  void notMoreAreServedThanOneQueryHolds() {
    missedByTheTablet();
    lists(store, BOB, IntStream.rangeClosed(0, 250).toArray());
    assertThat(repaired().ask().orElseThrow().queries())
        .containsExactly(
            PreKeyBundles.query(IntStream.rangeClosed(1, 200).mapToObj(BOB::withDevice).toList()));
  }

  /** After a crash: the same bytes, but not to those that have the message by now. */
  @Test
  void storedStanzasGoOutAgainUntilTheyAreTaken() {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node one = Node.of("message").with("to", BOB);
    Node other = Node.of("message").with("to", TABLET);
    ByteString bytes = OutgoingStanza.encode(other);
    pending(Map.of(BOB, OutgoingStanza.encode(one)));
    assertThat(repaired())
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Send(one))
                .effect(new Effect.Count("repair", "sent-again"))
                .build());
    store(store, new Change.MoveOutgoing(outgoing("m1", BOB).deliveredTo(BOB)));
    assertThat(repaired())
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Remove(KEY))
                .effect(new Effect.Count("repair", "sent-again"))
                .build());
    pending(Map.of(BOB, OutgoingStanza.encode(one), TABLET, bytes));
    assertThat(repaired())
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Put<>(KEY, new RepairKey.Pending(NOW, Map.of(TABLET, bytes))))
                .effect(new Effect.Send(other))
                .effect(new Effect.Count("repair", "sent-again"))
                .build());
    pending(Map.of(TABLET, ByteString.copyFromUtf8("no stanza")));
    assertThatThrownBy(this::repaired).isInstanceOf(StoredStateException.class);
  }

  @Test
  void aDamagedMessageIsNotRepaired() {
    missedByTheTablet();
    shares(store, TABLET, session(tablet));
    store(
        store,
        new Change.PutOutgoing(
            new OutgoingMessage(
                "m1",
                "3EB0m1",
                BOB,
                ByteString.copyFrom(new byte[] {-1}),
                NOW,
                Set.of(BOB),
                Set.of())));
    assertThat(repaired())
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Remove(KEY))
                .effect(new Effect.Count("repair", "damaged"))
                .build());
  }

  @Test
  void everyLogInGoesOnWithThemAPageAtATime() {
    assertThat(RepairSend.row("m1")).isEqualTo(KEY);
    for (int i = 0; i < 100; i++) {
      store(store, new Change.Put<>(new RepairKey("m" + (100 + i)), RepairKey.Pending.since(NOW)));
    }
    Outcome first = decide(new ResumeRepairs(), ResumeRepairs.From.theFirst(), store, turn(DEVICE));
    assertThat(first.effects())
        .startsWith(new Effect.Enqueue(new RepairSend.Repair("m100")))
        .endsWith(
            new Effect.Enqueue(new RepairSend.Repair("m199")),
            new Effect.Enqueue(new ResumeRepairs.From("m199")))
        .hasSize(101);
    assertThat(decide(new ResumeRepairs(), new ResumeRepairs.From("m100"), store, turn(DEVICE)))
        .isEqualTo(new Outcome(List.of(), first.effects().subList(1, 100), Optional.empty()));
  }
}
