package dev.kubezap.whatsapp.restore;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.imported;
import static dev.kubezap.whatsapp.step.Decisions.pending;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.prekey.KeyDigest;
import dev.kubezap.whatsapp.prekey.PreKeyUpload;
import dev.kubezap.whatsapp.prekey.SignedPreKeys;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether stored state, identity and server belong together: before a connection, and after. */
class StateOriginTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final Effect BEGUN =
      new Effect.Schedule("restoration", ApplyRestoration.Go.BEGIN, Duration.ZERO);
  private static final Change OWNER = owner(DEVICE);
  private static final Change ACCOUNT =
      new Change.Put<>(new AccountKey(), Account.BLANK.withPushName("Shop"));

  private final MemoryStore store = new MemoryStore();

  private static Change owner(DeviceIdentity device) {
    return new Change.Put<>(new StateOwnerKey(), device.identityKey().publicKey());
  }

  private StateOrigin.Verdict verdict(DeviceIdentity identity) {
    return StateOrigin.read(store).verdict(identity, turn(identity));
  }

  private Outcome before(DeviceIdentity identity) {
    assertThat(verdict(identity)).isInstanceOf(StateOrigin.Verdict.Connect.class);
    return ((StateOrigin.Verdict.Connect) verdict(identity)).before();
  }

  private static StateOrigin.Verdict carriesOut(String reason) {
    return new StateOrigin.Verdict.ApplyRestoration(
        Outcome.builder().change(new Restoration(reason, NOW).noted()).effect(BEGUN).build());
  }

  @Test
  void itsOwnStateConnects() {
    store(store, OWNER);
    assertThat(before(DEVICE)).isEqualTo(Outcome.nothing());
    assertThat(before(pending(DEVICE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void aNotedRestorationIsCarriedOutFirst() throws Exception {
    store(store, OWNER);
    Restoration.note(store, "epoch-went-back", NOW);
    assertThat(verdict(DEVICE))
        .isEqualTo(
            new StateOrigin.Verdict.ApplyRestoration(Outcome.builder().effect(BEGUN).build()));
  }

  @Test
  void anothersStateAndAnEmptyOneAreRestorations() {
    assertThat(verdict(DEVICE)).isEqualTo(carriesOut("database-is-new"));
    store(store, owner(device(4)));
    assertThat(verdict(DEVICE)).isEqualTo(carriesOut("state-of-another-device"));
  }

  /** Killed between the identity's storing and the commit of what belongs to it. */
  @Test
  void anImportThatWasCutOffNeverWas() {
    assertThat(verdict(imported(DEVICE))).isEqualTo(new StateOrigin.Verdict.NeverImported());
    store(store, ACCOUNT);
    assertThat(verdict(imported(DEVICE))).isEqualTo(new StateOrigin.Verdict.NeverImported());
    store(store, owner(device(4)));
    assertThat(verdict(imported(DEVICE))).isEqualTo(new StateOrigin.Verdict.NeverImported());
  }

  @Test
  void anImportWithItsStateConnects() {
    store(store, OWNER);
    assertThat(before(imported(DEVICE))).isEqualTo(Outcome.nothing());
  }

  @Test
  void stateWithoutAnOwnerIsTakenOver() {
    store(store, ACCOUNT);
    assertThat(before(DEVICE)).isEqualTo(Outcome.builder().change(OWNER).build());
    assertThat(before(pending(DEVICE))).isEqualTo(Outcome.builder().change(OWNER).build());
  }

  /** The commit of the pairing was lost: what it handed out since is not known. */
  @Test
  void aPendingDeviceWithoutStateBeginsWithOtherPreKeys() {
    Outcome outcome = before(pending(DEVICE));
    assertThat(outcome.effects()).isEmpty();
    assertThat(outcome.changes()).hasSize(2).first().isEqualTo(OWNER);
    assertThat(((Change.Put<?>) outcome.changes().getLast()).key().kind())
        .isEqualTo("pre-key-supply");
  }

  private void supplied(DeviceIdentity device) {
    store(
        store,
        PreKeyUpload.due(0, PreKeyUpload.gather(store), device, new SeededBytes(1))
            .orElseThrow()
            .changes());
    store(store, PreKeyUpload.confirmed(PreKeyUpload.gather(store), device));
  }

  @Test
  void anIdentityOfYesterdayGetsANewSignedPreKey() {
    store(store, OWNER);
    supplied(SignedPreKeys.rotated(DEVICE, 8, new SeededBytes(2), NOW));
    Outcome outcome = before(DEVICE);
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects())
        .hasSize(2)
        .last()
        .isEqualTo(new Effect.Count("restored", "identity-is-older"));
    DeviceIdentity renewed = ((Effect.SaveIdentity) outcome.effects().getFirst()).identity();
    assertThat(renewed.signedPreKeys().getFirst().id()).isGreaterThan(100_000);
    assertThat(renewed.signedPreKeys()).contains(DEVICE.signedPreKeys().getFirst());
  }

  private Outcome compared(Reply reply) {
    return answered(new CheckDigest(), new CheckDigest.Due(), 1, store, turn(DEVICE), reply);
  }

  private static ByteString number(int value) {
    return ByteString.copyFrom(ByteBuffer.allocate(4).putInt(0, value));
  }

  private static Reply digest(int registration, int... preKeyIds) {
    List<Node> ids = new ArrayList<>();
    for (int id : preKeyIds) {
      ids.add(Node.of("id", number(id)));
    }
    return new Reply.Result(
        Node.of(
            "iq",
            Node.of(
                "digest",
                Node.of("registration", number(registration)),
                Node.of("identity", DEVICE.identityKey().publicKey().bytes()),
                Node.of("skey", Node.of("id", number(7))),
                Node.of("list").withChildren(ids))));
  }

  private static Outcome counts(String label) {
    return Outcome.builder().effect(new Effect.Count("key-digest", label)).build();
  }

  @Test
  void theServersDigestIsAskedForOncePaired() {
    CheckDigest step = new CheckDigest();
    assertThat(decide(step, new CheckDigest.Due(), store, unpaired())).isEqualTo(Outcome.nothing());
    assertThat(decide(step, new CheckDigest.Due(), store, turn(DEVICE)))
        .isEqualTo(Outcome.builder().ask(new Ask(List.of(KeyDigest.query()))).build());
  }

  @Test
  void theSameKeysOrNoAnswerChangeNothing() {
    supplied(DEVICE);
    assertThat(compared(digest(0x1234, 5, 812))).isEqualTo(counts("same"));
    assertThat(compared(new Reply.Result(Node.of("iq")))).isEqualTo(counts("unreadable"));
    assertThat(compared(new Reply.Missing())).isEqualTo(Outcome.nothing());
    assertThat(compared(new Reply.Refused(500, ""))).isEqualTo(Outcome.nothing());
  }

  /** Not one stanza more leaves with keys of a state that came from the past. */
  @Test
  void laterPreKeysEndTheConnection() {
    supplied(DEVICE);
    assertThat(compared(digest(0x1234, 813)))
        .isEqualTo(
            Outcome.builder()
                .effect(new Effect.Count("key-digest", "ahead"))
                .change(new Restoration("server-knows-later-prekeys", NOW).noted())
                .effect(new Effect.Disconnect())
                .effect(BEGUN)
                .build());
  }

  @Test
  void missingAndOtherKeysAreUploaded() {
    supplied(DEVICE);
    for (Reply reply : List.of(new Reply.Refused(404, ""), digest(0x1235, 5))) {
      Outcome outcome = compared(reply);
      assertThat(outcome.effects())
          .isEqualTo(counts(reply instanceof Reply.Refused ? "none" : "differs").effects());
      assertThat(outcome.changes()).hasSize(51);
      assertThat(outcome.ask().orElseThrow().queries().getFirst().child("list")).isPresent();
    }
  }

  @Test
  void anUploadIsConfirmedByItsAnswer() {
    supplied(DEVICE);
    Change confirmed = PreKeyUpload.confirmed(PreKeyUpload.gather(store), DEVICE);
    assertThat(
            answered(
                new CheckDigest(),
                new CheckDigest.Due(),
                2,
                store,
                turn(DEVICE),
                new Reply.Result(Node.of("iq"))))
        .isEqualTo(Outcome.builder().change(confirmed).build());
    assertThat(
            answered(
                new CheckDigest(),
                new CheckDigest.Due(),
                2,
                store,
                turn(DEVICE),
                new Reply.Missing()))
        .isEqualTo(Outcome.nothing());
  }
}
