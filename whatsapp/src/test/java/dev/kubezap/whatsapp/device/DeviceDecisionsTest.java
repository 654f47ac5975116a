package dev.kubezap.whatsapp.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.StoredToldPairs;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is cached about the devices of accounts, and when it is forgotten. */
class DeviceDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Turn TURN =
      new Turn(NOW, byte[]::new, Optional.empty(), new Turn.Link(true, true, true, false));
  private static final Jid PHONE = Jid.phoneNumber("1");
  private static final Jid LID = Jid.lid("9");
  private final MemoryStore store = new MemoryStore();

  private static Node notification(Node... children) {
    return Node.of("notification", children).with("type", "devices").with("id", "N");
  }

  private Outcome decide(Node notification) {
    DevicesChanged step = new DevicesChanged();
    Work<Node> work = Work.of(notification);
    return step.decide(work, step.gather(work, store, TURN), TURN);
  }

  private void knowThePair() throws Exception {
    store.commit(
        List.of(
            new Change.Put<>(new LidOfPhone(PHONE), LID),
            new Change.Put<>(new PhoneOfLid(LID), PHONE)));
  }

  private static List<Change> forgotten(Jid... accounts) {
    return Arrays.stream(accounts)
        .<Change>map(account -> new Change.Remove(new DeviceListKey(account)))
        .toList();
  }

  private static Change session(String name, int device) {
    return new Change.Remove(new SessionKey(new SignalAddress(name, device)));
  }

  @Test
  void theListIsForgottenUnderBothNamesWhicheverIsTold() throws Exception {
    assertThat(decide(notification().with("from", PHONE)).changes()).isEqualTo(forgotten(PHONE));
    assertThat(decide(notification().with("from", LID)).changes()).isEqualTo(forgotten(LID));
    assertThat(decide(notification().with("from", PHONE).with("lid", LID)).changes())
        .isEqualTo(forgotten(PHONE, LID));
    knowThePair();
    assertThat(decide(notification().with("from", PHONE)).changes())
        .isEqualTo(forgotten(PHONE, LID));
    assertThat(decide(notification().with("from", LID)).changes()).isEqualTo(forgotten(PHONE, LID));
  }

  @Test
  void otherSendersForgetNothing() {
    assertThat(decide(notification().with("from", "1-2@g.us")).changes()).isEmpty();
    assertThat(decide(notification()).effects()).isEmpty();
  }

  @Test
  void theNotificationIsAcknowledged() {
    assertThat(decide(notification().with("from", PHONE)).effects())
        .containsExactly(
            new Effect.Send(
                Node.of("ack")
                    .with("class", "notification")
                    .with("id", "N")
                    .with("to", PHONE)
                    .with("type", "devices")));
  }

  @Test
  void aNewIdentityForgetsTheSessionsWithThePhone() {
    assertThat(
            decide(notification(Node.of("identity")).with("from", PHONE).with("lid", LID))
                .changes())
        .containsExactly(
            new Change.Remove(new DeviceListKey(PHONE)),
            new Change.Remove(new DeviceListKey(LID)),
            session("1@s.whatsapp.net", 0),
            session("9@lid", 0));
  }

  @Test
  void sessionsWithRemovedDevicesAreForgottenAndThePhonesAreNot() {
    Node removal =
        Node.of(
            "remove",
            Node.of("device").with("jid", "1:7@s.whatsapp.net"),
            Node.of("device").with("jid", PHONE),
            Node.of("device"));
    Node addition = Node.of("add", Node.of("device").with("jid", "1:8@s.whatsapp.net"));
    assertThat(
            decide(notification(removal, addition).with("from", PHONE).with("lid", LID)).changes())
        .containsExactly(
            new Change.Remove(new DeviceListKey(PHONE)),
            new Change.Remove(new DeviceListKey(LID)),
            session("1@s.whatsapp.net", 7),
            session("9@lid", 7));
  }

  @Test
  void aPairIsLearnedOnce() {
    LidPairs.Known nothing = new LidPairs.Known(Optional.empty(), Optional.empty());
    List<Change> learned =
        List.of(
            new Change.Put<>(new LidOfPhone(PHONE), LID),
            new Change.Put<>(new PhoneOfLid(LID), PHONE),
            new Change.MergeChats(LID, PHONE));
    assertThat(LidPairs.learn(PHONE, LID, nothing)).isEqualTo(learned);
    assertThat(LidPairs.learn(PHONE.withDevice(4), LID.withDevice(4), nothing)).isEqualTo(learned);
    assertThat(LidPairs.learn(PHONE, LID, new LidPairs.Known(Optional.of(LID), Optional.of(PHONE))))
        .isEmpty();
    // Half a pair is completed.
    assertThat(LidPairs.learn(PHONE, LID, new LidPairs.Known(Optional.of(LID), Optional.empty())))
        .isEqualTo(learned);
    assertThat(LidPairs.learn(PHONE, LID, new LidPairs.Known(Optional.empty(), Optional.of(PHONE))))
        .isEqualTo(learned);
  }

  @Test
  void whatContradictsANewPairIsRemoved() {
    Jid otherLid = Jid.lid("8");
    Jid otherPhone = Jid.phoneNumber("2");
    assertThat(
            LidPairs.learn(
                PHONE, LID, new LidPairs.Known(Optional.of(otherLid), Optional.of(otherPhone))))
        .startsWith(
            new Change.Remove(new PhoneOfLid(otherLid)),
            new Change.Remove(new LidOfPhone(otherPhone)))
        .hasSize(5);
  }

  @Test
  void onlyANumberAndALidAreAPair() {
    LidPairs.Known nothing = new LidPairs.Known(Optional.empty(), Optional.empty());
    assertThat(LidPairs.learn(LID, LID, nothing)).isEmpty();
    assertThat(LidPairs.learn(PHONE, PHONE, nothing)).isEmpty();
  }

  private static Node device(long id, long keyIndex) {
    return Node.of("device").with("id", id).with("key-index", keyIndex);
  }

  @Test
  void devicesWithinTheirBoundsAreListed() {
    Node list =
        Node.of(
            "device-list",
            device(0, 0),
            device(65_535, 1),
            device(65_536, 1),
            device(-1, 1),
            device(5, 0),
            device(6, -1));
    Node user = Node.of("user", Node.of("devices", list)).with("jid", PHONE).with("lid", LID);
    Node answer =
        Node.of("iq", Node.of("usync", Node.of("list", user, Node.of("user").with("jid", "?"))));
    assertThat(Usync.read(answer))
        .containsExactly(
            new Usync.Listed(
                PHONE,
                Optional.of(LID),
                Optional.of(
                    new DeviceList(
                        List.of(
                            new DeviceList.Device(0, 0, false),
                            new DeviceList.Device(65_535, 1, false))))));
  }

  private static Node bundle() {
    return Node.of(
            "user",
            Node.of("registration").withBytes(new byte[] {1, 2, 3, 4}),
            Node.of("identity").withBytes(new byte[32]),
            Node.of(
                "skey",
                Node.of("id").withBytes(new byte[] {0, 1, 2}),
                Node.of("value").withBytes(new byte[32]),
                Node.of("signature").withBytes(new byte[64])))
        .with("jid", PHONE);
  }

  private static PreKeyBundles.Fetched fetched(Node user) {
    return Objects.requireNonNull(
        PreKeyBundles.read(Node.of("iq", Node.of("list", user))).get(PHONE));
  }

  @Test
  void aBundleIsReadWithAndWithoutAOneTimeKey() {
    assertThat(fetched(bundle()))
        .isInstanceOfSatisfying(
            PreKeyBundles.Fetched.Bundle.class,
            got -> {
              assertThat(got.bundle().registrationId()).isEqualTo(0x01020304);
              assertThat(got.bundle().signed().id()).isEqualTo(0x0102);
              assertThat(got.bundle().oneTime()).isEmpty();
            });
    Node key =
        Node.of(
            "key",
            Node.of("id").withBytes(new byte[] {1, 0, 0}),
            Node.of("value").withBytes(new byte[32]));
    List<Node> parts = new ArrayList<>(bundle().children());
    parts.add(key);
    assertThat(fetched(bundle().withChildren(parts)))
        .isInstanceOfSatisfying(
            PreKeyBundles.Fetched.Bundle.class,
            got ->
                assertThat(got.bundle().oneTime())
                    .map(PreKeyBundle.OneTime::id)
                    .contains(0x010000));
  }

  @Test
  void aDeviceWithoutKeysHasAReason() {
    assertThat(fetched(Node.of("user", Node.of("error").with("code", 406)).with("jid", PHONE)))
        .isEqualTo(new PreKeyBundles.Fetched.None("error 406"));
    assertThat(fetched(Node.of("user").with("jid", PHONE)))
        .isEqualTo(new PreKeyBundles.Fetched.None("malformed bundle: <user> lacks <registration>"));
  }

  private static <V> void comesBack(RecordKey<V> key, V value) {
    assertThat(key.decode(key.encode(value))).isEqualTo(value);
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void recordsComeBackAsTheyWereStored() {
    comesBack(new LidOfPhone(PHONE), LID);
    comesBack(new PhoneOfLid(LID), PHONE);
    comesBack(
        new DeviceListKey(PHONE),
        new DeviceList(
            List.of(new DeviceList.Device(0, 0, false), new DeviceList.Device(7, 3, true))));
  }

  @Test
  void toldPairsComeBackAsTheyWereStored() {
    comesBack(
        new ToldPairs("l/00000"), List.of(new ToldPairs.Pair(1, 9), new ToldPairs.Pair(-1, -2)));
    ByteString uneven = StoredToldPairs.newBuilder().addPhone(1).build().toByteString();
    assertThatThrownBy(() -> new ToldPairs("l/00000").decode(uneven))
        .isInstanceOf(StoredStateException.class);
  }

  /** What a database holds is found under these names only. */
  @Test
  void namesOfRecordsStay() {
    assertThat(new LidOfPhone(PHONE).kind()).isEqualTo("lid-of-phone");
    assertThat(new PhoneOfLid(LID).kind()).isEqualTo("phone-of-lid");
    assertThat(new DeviceListKey(PHONE).kind()).isEqualTo("device-list");
    assertThat(new ToldPairs("l/00000").kind()).isEqualTo("told-pairs");
    assertThat(new LidOfPhone(PHONE).name()).isEqualTo("1");
    assertThat(new PhoneOfLid(LID).name()).isEqualTo("9");
    assertThat(new DeviceListKey(PHONE).name()).isEqualTo("1@s.whatsapp.net");
    SessionKey session = new SessionKey(new SignalAddress("1@s.whatsapp.net", 12));
    assertThat(session.kind()).isEqualTo("signal-session");
    assertThat(session.name()).isEqualTo("1@s.whatsapp.net:12");
    assertThat(SessionKey.named(session.name())).isEqualTo(session);
  }
}
