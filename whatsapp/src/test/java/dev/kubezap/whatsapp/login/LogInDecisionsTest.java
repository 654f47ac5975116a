package dev.kubezap.whatsapp.login;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.pending;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.prekey.PreKeyUpload;
import dev.kubezap.whatsapp.prekey.RotateSignedPreKey;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A log-in: prekeys first, then active, then what was prepared, and only then the rest. */
class LogInDecisionsTest {
  private static final DeviceIdentity DEVICE = device(3);
  private static final DeviceIdentity PENDING = pending(DEVICE);
  private static final LogIn STEP = new LogIn();
  private static final Reply DONE = new Reply.Result(Node.of("iq"));
  private static final Ask COUNT =
      new Ask(List.of(PreKeyUpload.countQuery()), Duration.ofSeconds(10));
  private static final Node ACTIVE =
      Node.of("iq", Node.of("active"))
          .with("to", Jid.SERVICE)
          .with("type", "set")
          .with("xmlns", "passive");

  private final MemoryStore store = new MemoryStore();

  private static Node success() {
    return Node.of("success").with("t", NOW.getEpochSecond() + 5);
  }

  private Outcome admitted(Node success, DeviceIdentity identity) {
    return decide(STEP, success, store, turn(identity));
  }

  private static Outcome.Builder loggedIn(Account account) {
    return Outcome.builder()
        .change(new Change.Put<>(new AccountKey(), account))
        .effect(new Effect.Cancel("connect"));
  }

  @Test
  void aReplayBeforePairingIsNothing() {
    assertThat(decide(STEP, success(), store, unpaired())).isEqualTo(Outcome.nothing());
  }

  @Test
  void anAdmittedDeviceRemembersWhatItWasTold() {
    Account account = Account.BLANK.loggedIn(Duration.ofSeconds(5));
    assertThat(admitted(success(), DEVICE)).isEqualTo(loggedIn(account).ask(COUNT).build());
    assertThat(admitted(Node.of("success").with("display_name", ""), DEVICE))
        .isEqualTo(loggedIn(Account.BLANK.loggedIn(Duration.ZERO)).ask(COUNT).build());
    assertThat(admitted(success().with("display_name", "Shop"), DEVICE))
        .isEqualTo(
            loggedIn(account.withPushName("Shop"))
                .effect(new Effect.Report(new SessionChange.Named("Shop")))
                .ask(COUNT)
                .build());
    store(store, new Change.Put<>(new AccountKey(), Account.BLANK.withPushName("Known")));
    assertThat(admitted(success(), DEVICE).effects())
        .contains(new Effect.Report(new SessionChange.Named("Known")));
  }

  /** Written only when it changes: the volume is not for every log-in. */
  @Test
  void theIdentityIsSavedWhenItBecomesAnother() {
    assertThat(saved(PENDING, success())).contains(PENDING.active());
    assertThat(saved(PENDING, success().with("lid", "9@lid")))
        .contains(PENDING.active().withLid(Jid.of("9:7@lid")));
    assertThat(saved(DEVICE, success().with("lid", "9:8@lid")))
        .contains(DEVICE.withLid(Jid.of("9:8@lid")));
    assertThat(saved(DEVICE, success().with("lid", "100200300:7@lid"))).isEmpty();
    assertThat(saved(DEVICE, success().with("lid", "49@s.whatsapp.net"))).isEmpty();
  }

  private Optional<DeviceIdentity> saved(DeviceIdentity identity, Node success) {
    return admitted(success, identity).effects().stream()
        .filter(Effect.SaveIdentity.class::isInstance)
        .map(effect -> ((Effect.SaveIdentity) effect).identity())
        .findFirst();
  }

  private Outcome counted(Reply reply) {
    return answered(STEP, success(), 1, store, turn(DEVICE), reply);
  }

  /** The server has the signed prekey, and this many others. */
  private void supplied() {
    PreKeyUpload.Supply none = PreKeyUpload.gather(store);
    store(store, PreKeyUpload.due(0, none, DEVICE, new SeededBytes(1)).orElseThrow().changes());
    store(store, PreKeyUpload.confirmed(PreKeyUpload.gather(store), DEVICE));
  }

  private static Reply count(int left) {
    return new Reply.Result(Node.of("iq", Node.of("count").with("value", left)));
  }

  @Test
  void preKeysAreSuppliedBeforeItIsActive() {
    supplied();
    Outcome active = Outcome.builder().ask(new Ask(List.of(ACTIVE))).build();
    assertThat(counted(count(5))).isEqualTo(active);
    assertThat(counted(new Reply.Missing())).isEqualTo(active);
    assertThat(counted(DONE)).isEqualTo(active);
    Outcome refill = counted(count(4));
    assertThat(refill.changes()).hasSize(51);
    List<Node> queries = refill.ask().orElseThrow().queries();
    assertThat(queries).hasSize(2).last().isEqualTo(ACTIVE);
    assertThat(queries.getFirst().child("list").orElseThrow().children()).hasSize(50);
  }

  private static PreparedStanza prepared(int number) {
    return new PreparedStanza(
        number, "m" + number, "S" + number, ByteString.copyFromUtf8("<" + number + ">"), "");
  }

  private Outcome activated(Turn turn, Reply... replies) {
    return answered(STEP, success(), 2, store, turn, replies);
  }

  private static Outcome.Builder connected(Turn.Link link) {
    return Outcome.builder()
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.CONNECTED)))
        .effect(new Effect.Report(new SessionChange.Linked(link)));
  }

  private static Outcome rest(Outcome.Builder outcome) {
    return outcome
        .effect(new Effect.Enqueue(new FetchProperties.Due()))
        .effect(new Effect.Enqueue(new RotateSignedPreKey.Due()))
        .build();
  }

  private static final Effect MARKER =
      new Effect.Schedule("offline-end", new OfflineQueue.GaveUp(0, 1), Duration.ofSeconds(30));

  @Test
  void whatWasPreparedGoesOutAgainFirst() {
    store(store, new Change.PutPrepared(prepared(2)), new Change.PutPrepared(prepared(1)));
    assertThat(activated(turn(DEVICE), DONE))
        .isEqualTo(
            rest(
                connected(new Turn.Link(true, false, false, false))
                    .effect(new Effect.Transmit(prepared(1)))
                    .effect(new Effect.Transmit(prepared(2)))
                    .effect(MARKER)));
    // Read when it is transmitted, not before: an acknowledgement may have come meanwhile.
    assertThat(STEP.gather(Work.of(success()), store, turn(DEVICE)))
        .extracting(LogIn.Gathered::prepared)
        .isEqualTo(List.of());
  }

  @Test
  void aNamedAccountShowsItselfAndTheMarkerMayHaveCome() {
    store(
        store,
        new Change.Put<>(
            new AccountKey(),
            Account.BLANK
                .loggedIn(Duration.ofSeconds(5))
                .withPushName("Shop")
                .withLidAddressing()));
    Turn online =
        new Turn(
            NOW, new SeededBytes(1), Optional.of(DEVICE), new Turn.Link(true, true, false, false));
    long week = Duration.ofDays(7).toMillis();
    long id = (NOW.toEpochMilli() + 5_000 + Duration.ofDays(3).toMillis()) % week;
    assertThat(activated(online, DONE))
        .isEqualTo(
            rest(
                connected(new Turn.Link(true, true, true, true))
                    .effect(
                        new Effect.Send(
                            Node.of("presence").with("name", "Shop").with("type", "available")))
                    .effect(
                        new Effect.Send(
                            Node.of("ib", Node.of("unified_session").with("id", id))))));
  }

  @Test
  void anUploadIsConfirmedOnlyByItsAnswer() {
    supplied();
    Change confirmed = PreKeyUpload.confirmed(PreKeyUpload.gather(store), DEVICE);
    Outcome.Builder goesOn = connected(new Turn.Link(true, false, false, false)).effect(MARKER);
    Outcome rest = rest(goesOn);
    assertThat(activated(turn(DEVICE), DONE, DONE))
        .isEqualTo(Outcome.builder().change(confirmed).add(rest).build());
    assertThat(activated(turn(DEVICE), new Reply.Missing(), DONE)).isEqualTo(rest);
    assertThat(activated(turn(DEVICE), DONE)).isEqualTo(rest);
  }

  @Test
  void aDeviceThatIsNotMadeActiveConnectsAgain() {
    Outcome again =
        Outcome.builder()
            .effect(
                new Effect.Schedule(
                    "connect", new ConnectNow("not-activated"), Duration.ofSeconds(5)))
            .build();
    assertThat(activated(turn(DEVICE), new Reply.Missing())).isEqualTo(again);
    assertThat(activated(turn(DEVICE), new Reply.Refused(500, ""))).isEqualTo(again);
    assertThat(activated(turn(DEVICE), DONE, new Reply.Missing()).changes()).hasSize(1);
  }
}
