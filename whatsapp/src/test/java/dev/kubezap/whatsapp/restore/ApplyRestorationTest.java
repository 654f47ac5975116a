package dev.kubezap.whatsapp.restore;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.damage;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.event.GroupEvent;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.groupchange.AcceptGroupChange;
import dev.kubezap.whatsapp.groupchange.GroupChangeRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.RepairSend;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.RemoteIdentityKey;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from a restoration, stage by stage and page by page. */
class ApplyRestorationTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final ApplyRestoration STEP = new ApplyRestoration();
  private static final int PAGE = 200;

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void note() throws Exception {
    Restoration.note(store, "epoch-went-back", NOW);
  }

  private Outcome go(Stage stage, String after) {
    return decide(STEP, new ApplyRestoration.Go(stage, after), store, turn(DEVICE));
  }

  private static Effect later(Stage stage, String after) {
    return new Effect.Schedule("restoration", new ApplyRestoration.Go(stage, after), Duration.ZERO);
  }

  @Test
  void theRecordComesBackAsItWasStored() {
    RestorationKey key = new RestorationKey();
    Restoration restoration = new Restoration("epoch-went-back", NOW);
    assertThat(store.read(key)).contains(restoration);
    assertThat(key.decode(key.encode(restoration))).isEqualTo(restoration);
    assertThat(key.kind() + "/" + key.name()).isEqualTo("restoration/own");
    assertThatThrownBy(() -> key.decode(ByteString.copyFrom(new byte[] {-1})))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void nothingFollowsWithoutARestorationOrADevice() {
    for (Stage stage : Stage.values()) {
      ApplyRestoration.Go go = new ApplyRestoration.Go(stage, "");
      assertThat(decide(STEP, go, new MemoryStore(), turn(DEVICE))).isEqualTo(Outcome.nothing());
      assertThat(decide(STEP, go, store, unpaired())).isEqualTo(Outcome.nothing());
    }
    assertThat(ApplyRestoration.Go.BEGIN).isEqualTo(new ApplyRestoration.Go(Stage.UNSENT, ""));
  }

  @Test
  void everyStageFollowsAndNoneIsLeftOut() {
    List<Stage> seen = new ArrayList<>(List.of(Stage.UNSENT));
    while (seen.getLast() != Stage.KEYS) {
      Stage stage = seen.getLast();
      Outcome outcome = go(stage, "");
      assertThat(outcome).isEqualTo(Outcome.builder().effect(later(stage.next(), "")).build());
      seen.add(stage.next());
    }
    assertThat(seen).containsExactly(Stage.values());
    assertThat(Stage.KEYS.next()).isEqualTo(Stage.KEYS);
    for (Stage none : List.of(Stage.UNSENT, Stage.KEYS)) {
      assertThat(none.kind()).isEmpty();
      assertThatThrownBy(() -> none.key("1")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void recordsAreNamedAsTheyAreStored() {
    assertThat(Stage.DEVICE_LISTS.key("49151@s.whatsapp.net"))
        .isEqualTo(new DeviceListKey(Jid.phoneNumber("49151")));
    assertThat(Stage.LIDS.key("49151")).isEqualTo(new LidOfPhone(Jid.phoneNumber("49151")));
    assertThat(Stage.PHONES.key("77")).isEqualTo(new PhoneOfLid(Jid.lid("77")));
    assertThat(Stage.TOLD_PAIRS.key("l/00000")).isEqualTo(new ToldPairs("l/00000"));
    assertThat(Stage.REPAIRS.key("m1")).isEqualTo(RepairSend.row("m1"));
    for (Stage stage :
        List.of(
            Stage.GROUP_CHANGES,
            Stage.REPAIRS,
            Stage.DEVICE_LISTS,
            Stage.LIDS,
            Stage.PHONES,
            Stage.TOLD_PAIRS,
            Stage.SESSIONS)) {
      String name = name(stage);
      assertThat(stage.key(name).kind()).isEqualTo(stage.kind());
      assertThat(stage.key(name).name()).isEqualTo(name);
    }
  }

  private static String name(Stage stage) {
    return switch (stage) {
      case DEVICE_LISTS -> "49151@s.whatsapp.net";
      case SESSIONS -> "49151.0:2";
      default -> "49151";
    };
  }

  /** Nobody knows whether the group was changed before: it is told, and not done again. */
  @Test
  void changesOfGroupsFailWithAnEvent() {
    Jid group = Jid.group("120363001");
    GroupChangeRequest request =
        new GroupChangeRequest(
            "g1",
            new ChangeGroup.Of(group, new ChangeGroup.Subject("Garden")),
            true,
            Optional.empty());
    store(store, decide(new AcceptGroupChange("this"), request, store, turn(DEVICE)).changes());

    Outcome outcome = go(Stage.GROUP_CHANGES, "");

    assertThat(events(outcome))
        .singleElement()
        .isInstanceOfSatisfying(
            GroupEvent.ChangeFailed.class,
            failed -> {
              assertThat(failed.changeId()).isEqualTo("g1");
              assertThat(failed.id()).contains(group);
              assertThat(failed.change()).isEqualTo("subject");
              assertThat(failed.failure().code()).isEqualTo("state-restored");
            });
    store(store, outcome.changes());
    assertThat(store.recordNames("group-change", "", 9)).isEmpty();
  }

  /** What may have left already is held: its bytes go, the message says why. */
  @Test
  void preparedStanzasAreForgotten() {
    store(
        store,
        new Change.PutPrepared(
            new PreparedStanza(1, "m1", "S1", ByteString.copyFromUtf8("bytes"), "")));
    assertThat(go(Stage.UNSENT, ""))
        .isEqualTo(
            Outcome.builder()
                .change(new Change.RemovePrepared("m1"))
                .effect(later(Stage.GROUP_CHANGES, ""))
                .build());
  }

  private void deviceLists(int count) {
    for (int i = 0; i < count; i++) {
      Jid account = Jid.phoneNumber("%d".formatted(49_000 + i));
      store(store, new Change.Put<>(new DeviceListKey(account), new DeviceList(List.of())));
    }
  }

  @Test
  void recordsAreDroppedAPageAtATime() {
    deviceLists(PAGE + 1);
    Outcome first = go(Stage.DEVICE_LISTS, "");
    String last = "49199@s.whatsapp.net";
    assertThat(first.changes()).hasSize(PAGE).allMatch(Change.Remove.class::isInstance);
    assertThat(first.changes())
        .last()
        .isEqualTo(new Change.Remove(new DeviceListKey(Jid.of(last))));
    assertThat(first.effects()).containsExactly(later(Stage.DEVICE_LISTS, last));
    assertThat(go(Stage.DEVICE_LISTS, last))
        .isEqualTo(
            Outcome.builder()
                .change(new Change.Remove(new DeviceListKey(Jid.of("49200@s.whatsapp.net"))))
                .effect(later(Stage.LIDS, ""))
                .build());
  }

  private static final SessionKey ONE = SessionKey.named("49151.0:2");
  private static final SessionKey TWO = SessionKey.named("49152.0:0");

  /** A session that this device began and could write with. */
  private static SignalSession session() {
    DeviceIdentity peer = device(8);
    SignedPreKeyRecord signed = peer.signedPreKeys().getFirst();
    try {
      return X3dh.initiate(
          new LocalIdentity(DEVICE.identityKey(), DEVICE.registrationId()),
          new PreKeyBundle(
              peer.registrationId(),
              new RemoteIdentityKey(peer.identityKey().publicKey()),
              new PreKeyBundle.Signed(signed.id(), signed.key().publicKey(), signed.signature()),
              Optional.empty()),
          Optional.empty(),
          new SeededBytes(9));
    } catch (SignalException e) {
      throw new AssertionError(e);
    }
  }

  private void sessions() {
    store(store, new Change.Put<>(ONE, session()), new Change.Put<>(TWO, session()));
  }

  @Test
  void sessionsOfThisDeviceOnlyReceiveFromNowOn() {
    sessions();
    assertThat(session().canEncrypt()).isTrue();
    assertThat(session().onlyReceiving().canEncrypt()).isFalse();
    Outcome kept =
        Outcome.builder()
            .change(new Change.Put<>(ONE, session().onlyReceiving()))
            .change(new Change.Put<>(TWO, session().onlyReceiving()))
            .effect(later(Stage.GROUP_KEYS, ""))
            .build();
    // Also when nobody wrote down whose they are.
    assertThat(go(Stage.SESSIONS, "")).isEqualTo(kept);
    store(store, new Change.Put<>(new StateOwnerKey(), DEVICE.identityKey().publicKey()));
    assertThat(go(Stage.SESSIONS, "")).isEqualTo(kept);
  }

  @Test
  void aDamagedSessionIsDroppedAndNoOther() {
    sessions();
    damage(store, ONE);
    assertThat(go(Stage.SESSIONS, "").changes())
        .containsExactly(new Change.Remove(ONE), new Change.Put<>(TWO, session().onlyReceiving()));
  }

  @Test
  void sessionsOfAnotherDeviceAreDropped() {
    sessions();
    store(store, new Change.Put<>(new StateOwnerKey(), device(4).identityKey().publicKey()));
    assertThat(go(Stage.SESSIONS, "").changes())
        .containsExactly(new Change.Remove(ONE), new Change.Remove(TWO));
  }

  @Test
  void aNewSupplyAndANewSignedPreKeyEndIt() {
    Outcome outcome = go(Stage.KEYS, "");
    Effect.SaveIdentity saved = (Effect.SaveIdentity) outcome.effects().getFirst();
    assertThat(saved.identity().signedPreKeys().getFirst().id()).isGreaterThan(100_000);
    assertThat(saved.identity().signedPreKeys().getLast())
        .isEqualTo(DEVICE.signedPreKeys().getFirst());
    assertThat(outcome.effects().subList(1, 4))
        .containsExactly(
            new Effect.Report(SessionChange.Moved.to(Phase.STARTING, "state-restored")),
            new Effect.Count("restored", "epoch-went-back"),
            new Effect.Enqueue(new ConnectNow("state-restored")));
    assertThat(outcome.changes()).hasSize(3);
    assertThat(((Change.Put<?>) outcome.changes().getFirst()).key().kind())
        .isEqualTo("pre-key-supply");
    assertThat(outcome.changes().subList(1, 3))
        .containsExactly(
            new Change.Put<>(new StateOwnerKey(), DEVICE.identityKey().publicKey()),
            new Change.Remove(new RestorationKey()));
    assertThat(outcome.effects()).hasSize(4);
  }
}
