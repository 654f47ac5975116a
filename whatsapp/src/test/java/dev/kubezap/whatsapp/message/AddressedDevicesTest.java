package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.listed;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.phoneAlone;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.message.Outbox.shares;
import static dev.kubezap.whatsapp.message.Outbox.user;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which devices a message is prepared for, and what the server is asked about them. */
class AddressedDevicesTest {
  private static final PrepareSend STEP = new PrepareSend();

  private final MemoryStore store = new MemoryStore();
  private final Party bob = Outbox.bob();
  private final Party phone = Outbox.phone();

  private Outcome prepared(String id) {
    return decide(STEP, new PrepareSend.Prepare(id), store, online(DEVICE));
  }

  private Outcome answeredWith(int asked, Reply... replies) {
    return answered(STEP, new PrepareSend.Prepare("m1"), asked, store, online(DEVICE), replies);
  }

  private static Outcome asks(Node... queries) {
    return Outcome.builder().ask(new Ask(List.of(queries), Duration.ofSeconds(10))).build();
  }

  private static Outcome devicesOf(Jid... accounts) {
    String sid = HexFormat.of().formatHex(new SeededBytes(1).next(8));
    return asks(Usync.devices(List.of(accounts), sid));
  }

  @Test
  void devicesThatAreNotKnownAreAskedFor() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    assertThat(prepared("m1")).isEqualTo(devicesOf(BOB, OWN));
    lists(store, BOB, 0);
    // Bob's may be forgotten before the answer comes, which then would say that he has none.
    assertThat(prepared("m1")).isEqualTo(devicesOf(BOB, OWN));
    holds(store, "n1", OWN, MessageStatus.QUEUED);
    assertThat(prepared("n1")).isEqualTo(devicesOf(OWN));
  }

  @Test
  void keysAreAskedForInPortionsAndOnlyWhereThereIsNoSession() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    lists(store, BOB, IntStream.rangeClosed(0, 201).toArray());
    lists(store, OWN, 0, DEVICE.jid().device());
    shares(store, BOB, session(bob));
    store(
        store,
        new Change.Put<>(
            new SessionKey(Address.of(OWN, DEVICE.lid())), session(phone).onlyReceiving()));
    List<Jid> first = IntStream.rangeClosed(1, 200).mapToObj(BOB::withDevice).toList();
    assertThat(prepared("m1")).isEqualTo(asks(PreKeyBundles.query(first)));
    first.forEach(device -> shares(store, device, session(bob)));
    assertThat(prepared("m1"))
        .isEqualTo(asks(PreKeyBundles.query(List.of(BOB.withDevice(201), OWN))));
  }

  /** The answer speaks of the name by which was asked; a message taught the other one meanwhile. */
  @Test
  void whoWasAskedForByLidIsKnownByNumberWhenTheAnswerComes() {
    holds(store, "m1", BOB_LID, MessageStatus.QUEUED);
    assertThat(prepared("m1")).isEqualTo(devicesOf(BOB_LID, OWN_LID));
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    store(store, new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    Outcome outcome =
        answeredWith(1, listed(user(BOB_LID, phoneAlone()), user(OWN_LID, phoneAlone())));
    assertThat(outcome.ask().orElseThrow().queries())
        .containsExactly(PreKeyBundles.query(List.of(BOB, OWN)));
  }

  /** It says nothing of the one that the number belongs to now. */
  @Test
  void anAnswerAboutAnotherLidIsNotOneAboutTheRecipient() {
    holds(store, "m1", BOB_LID, MessageStatus.QUEUED);
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    store(store, new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    Outcome outcome = answeredWith(1, listed(user(Jid.lid("777"), phoneAlone())));
    assertThat(outcome.ask()).isEqualTo(devicesOf(BOB, OWN).ask());
    assertThat(outcome.effects()).isEmpty();
  }

  /** They are told by their servers, which are no others' (PROTOCOL 4). */
  @Test
  void hostedDevicesAreServedToo() {
    Node devices =
        Node.of(
            "devices",
            Node.of(
                "device-list",
                Node.of("device").with("id", 99).with("key-index", 1).with("is_hosted", "true")));
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    lists(store, OWN, DEVICE.jid().device());
    assertThat(answeredWith(1, listed(user(BOB, devices))).ask().orElseThrow().queries())
        .containsExactly(PreKeyBundles.query(List.of(Jid.of(BOB.user() + ":99@hosted"))));
    holds(store, "m1", BOB_LID, MessageStatus.QUEUED);
    lists(store, OWN_LID, DEVICE.jid().device());
    assertThat(answeredWith(1, listed(user(BOB_LID, devices))).ask().orElseThrow().queries())
        .containsExactly(PreKeyBundles.query(List.of(Jid.of(BOB_LID.user() + ":99@hosted.lid"))));
  }

  @Test
  void anotherAccountsLidIsNotTheRecipients() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    Reply told =
        listed(
            user(OWN, phoneAlone(), Node.of("lid").with("val", OWN_LID)), user(BOB, phoneAlone()));
    Turn byLid = turn(DEVICE, new Turn.Link(true, true, true, true));
    assertThat(
            answered(STEP, new PrepareSend.Prepare("m1"), 1, store, byLid, told)
                .ask()
                .orElseThrow()
                .queries())
        .containsExactly(PreKeyBundles.query(List.of(BOB, OWN)));
  }

  @Test
  void bothNamesOfAnAccountHaveTheSameDevices() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    Outcome outcome =
        answeredWith(
            1,
            listed(
                user(OWN, phoneAlone()),
                user(BOB, phoneAlone(), Node.of("lid").with("val", BOB_LID))));
    assertThat(outcome.changes())
        .filteredOn(Change.Put.class::isInstance)
        .extracting(change -> (Object) ((Change.Put<?>) change).key())
        .contains(new DeviceListKey(OWN), new DeviceListKey(BOB), new DeviceListKey(BOB_LID));
    assertThat(outcome.ask())
        .contains(new Ask(List.of(PreKeyBundles.query(List.of(BOB, OWN))), Duration.ofSeconds(10)));
  }
}
