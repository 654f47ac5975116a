package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.CourseDecisions.DEVICE;
import static dev.kubezap.whatsapp.engine.CourseDecisions.VERSION;
import static dev.kubezap.whatsapp.engine.CourseDecisions.decide;
import static dev.kubezap.whatsapp.engine.CourseDecisions.ended;
import static dev.kubezap.whatsapp.engine.CourseDecisions.in;
import static dev.kubezap.whatsapp.engine.CourseDecisions.nothingShown;
import static dev.kubezap.whatsapp.engine.CourseDecisions.showing;
import static dev.kubezap.whatsapp.engine.CourseDecisions.starting;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.noise.ClientProfile;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.noise.LoginPayload;
import dev.kubezap.whatsapp.noise.RegistrationPayload;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.restore.Restoration;
import dev.kubezap.whatsapp.restore.StateOrigin;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection is to be opened: as whom, whether now, and what is said of it. */
class ConnectingTest {
  private static final ClientProfile PROFILE =
      ClientProfile.of(ClientVersion.parse(VERSION), "Chrome (Linux)");
  private static final ConnectNow NOW_PLEASE = new ConnectNow("requested");
  private static final ByteString ROUTE = ByteString.copyFromUtf8("route");

  private final MemoryStore store = new MemoryStore();
  private boolean heldBack;

  private Outcome asked(ConnectNow input, SessionState session, Turn turn) {
    return decide(new Connecting("Chrome (Linux)", () -> heldBack), input, store, session, turn);
  }

  private Outcome asked(SessionState session) {
    Turn turn = session.identity().isPresent() ? turn(DEVICE) : unpaired();
    return asked(NOW_PLEASE, session, turn);
  }

  private static Outcome.Builder over(SessionState session) {
    return nothingShown(Outcome.builder())
        .effect(new Effect.Report(new SessionChange.Linked(session.link().over())));
  }

  /** The state is this device's, which logged in twice before. */
  private Account known() {
    Account account =
        Account.BLANK
            .loggedIn(Duration.ZERO)
            .loggedIn(Duration.ZERO)
            .withRoutingInfo(ROUTE)
            .withLidAddressing();
    store(
        store,
        new Change.Put<>(new StateOwnerKey(), DEVICE.identityKey().publicKey()),
        new Change.Put<>(new AccountKey(), account));
    return account;
  }

  private static Effect logIn(int failures, Optional<ByteString> route) {
    return new Effect.Connect(
        new LoginPayload(PROFILE, DEVICE.jid(), true, 3, failures).encoded(),
        DEVICE.noiseKey(),
        route);
  }

  @Test
  void aLinkedDeviceLogsIn() {
    known();
    SessionState first = starting(Optional.of(DEVICE));
    assertThat(asked(first))
        .isEqualTo(
            over(first)
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.CONNECTING)))
                .effect(logIn(0, Optional.of(ROUTE)))
                .build());
    SessionState again = ended(in(Phase.RECONNECTING, Optional.of(DEVICE)), 2);
    assertThat(asked(again))
        .isEqualTo(
            over(again)
                .effect(new Effect.Report(new SessionChange.Reconnected("requested")))
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.RECONNECTING)))
                .effect(logIn(2, Optional.of(ROUTE)))
                .build());
  }

  /** A way that the service named long ago must not keep a device away for ever. */
  @Test
  void theNamedWayIsLeftAfterThreeFailures() {
    known();
    assertThat(asked(ended(starting(Optional.of(DEVICE)), 3)).effects())
        .endsWith(logIn(3, Optional.empty()));
  }

  @Test
  void aPairingThatThePhoneConfirmedStaysOne() {
    known();
    SessionState pairing = in(Phase.PAIRING, Optional.of(DEVICE));
    assertThat(asked(pairing))
        .isEqualTo(over(pairing).effect(logIn(0, Optional.of(ROUTE))).build());
    heldBack = true;
    assertThat(asked(pairing))
        .isEqualTo(over(pairing).effect(logIn(0, Optional.of(ROUTE))).build());
  }

  /** The state is another's, or of yesterday: restoration before any connection. */
  @Test
  void restoredStateIsSeenToBefore() throws Exception {
    SessionState session = starting(Optional.of(DEVICE));
    known();
    Restoration.note(store, "epoch-went-back", NOW);
    Outcome begun =
        ((StateOrigin.Verdict.ApplyRestoration)
                StateOrigin.read(store).verdict(DEVICE, turn(DEVICE)))
            .begun();
    assertThat(asked(session)).isEqualTo(begun);
    MemoryStore unowned = new MemoryStore();
    store(unowned, new Change.Put<>(new AccountKey(), Account.BLANK));
    Outcome connects =
        decide(
            new Connecting("Chrome (Linux)", ConnectGate.OPEN),
            NOW_PLEASE,
            unowned,
            session,
            turn(DEVICE));
    assertThat(connects.changes())
        .containsExactly(new Change.Put<>(new StateOwnerKey(), DEVICE.identityKey().publicKey()));
    assertThat(connects.effects()).hasAtLeastOneElementOfType(Effect.Connect.class);
  }

  private static Outcome leftToAnother(Duration left) {
    return Outcome.builder()
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.RECONNECTING, "replaced")))
        .effect(new Effect.Schedule("connect", new ConnectNow("replaced"), left))
        .build();
  }

  /** SAFETY 2: whichever process was told that the connection was taken over. */
  @Test
  void theConnectionIsLeftToTheClientThatTookIt() {
    known();
    SessionState session = starting(Optional.of(DEVICE));
    Duration pause = SessionTimes.REPLACED_PAUSE;
    DisconnectHistory once = DisconnectHistory.NONE.replaced(NOW.minusSeconds(60));
    store(store, new Change.Put<>(new DisconnectHistoryKey(), once));
    assertThat(asked(session)).isEqualTo(leftToAnother(pause.minusSeconds(60)));
    // A clock that went back makes it no longer.
    store(
        store,
        new Change.Put<>(
            new DisconnectHistoryKey(), DisconnectHistory.NONE.replaced(NOW.plusSeconds(60))));
    assertThat(asked(session)).isEqualTo(leftToAnother(pause));
    store(
        store,
        new Change.Put<>(
            new DisconnectHistoryKey(), DisconnectHistory.NONE.replaced(NOW.minus(pause))));
    assertThat(asked(session).effects()).hasAtLeastOneElementOfType(Effect.Connect.class);

    store(store, new Change.Put<>(new DisconnectHistoryKey(), once.replaced(NOW.minus(pause))));
    assertThat(asked(session))
        .isEqualTo(
            Outcome.builder()
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.FAILED, "credentials-in-use-elsewhere")))
                .build());
    // What is said of a device says nothing of the next.
    assertThat(asked(starting(Optional.empty())).effects())
        .hasAtLeastOneElementOfType(Effect.Connect.class);
  }

  private static Effect register(PairingAttempt attempt) {
    return new Effect.Connect(
        new RegistrationPayload(
                PROFILE,
                attempt.registrationId(),
                attempt.identityKey().publicKey(),
                attempt.signedPreKey().id(),
                attempt.signedPreKey().key().publicKey(),
                attempt.signedPreKey().signature())
            .encoded(),
        attempt.noiseKey(),
        Optional.empty());
  }

  /** Its keys are stored before a phone can see them. */
  @Test
  void withoutADeviceItOffersPairing() {
    PairingAttempt attempt = PairingAttempt.begin(new SeededBytes(1), NOW);
    SessionState first = starting(Optional.empty());
    assertThat(asked(first))
        .isEqualTo(
            over(first)
                .change(new Change.Put<>(new PairingAttemptKey(), attempt))
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.STARTING)))
                .effect(register(attempt))
                .build());
    PairingAttempt known = showing(PairingAttempt.begin(new SeededBytes(8), NOW));
    store(store, new Change.Put<>(new PairingAttemptKey(), known));
    SessionState later = in(Phase.AWAITING_PAIRING, Optional.empty());
    assertThat(asked(later))
        .isEqualTo(
            over(later)
                .change(new Change.Put<>(new PairingAttemptKey(), known.disconnected()))
                .effect(
                    new Effect.Report(
                        SessionChange.Moved.to(Phase.AWAITING_PAIRING, "refused-before")))
                .effect(register(known))
                .build());
  }

  @Test
  void whatEndedForGoodStaysEnded() {
    for (Phase phase : List.of(Phase.LOGGED_OUT, Phase.FAILED)) {
      assertThat(asked(in(phase, Optional.empty()))).isEqualTo(Outcome.nothing());
    }
  }

  private static Outcome away(SessionState session, Phase phase) {
    return over(session)
        .effect(new Effect.Disconnect())
        .effect(new Effect.Report(SessionChange.Moved.to(phase, ConnectGate.HELD_BACK)))
        .effect(
            new Effect.Schedule(
                "connect", new ConnectNow(ConnectGate.HELD_BACK), Duration.ofSeconds(5)))
        .build();
  }

  @Test
  void whileConnectingIsHeldBackItWaitsAndLooks() {
    known();
    heldBack = true;
    SessionState starting = starting(Optional.of(DEVICE));
    assertThat(asked(starting)).isEqualTo(away(starting, Phase.STARTING));
    SessionState connected = in(Phase.CONNECTED, Optional.of(DEVICE));
    assertThat(asked(connected)).isEqualTo(away(connected, Phase.RECONNECTING));
    SessionState offering = in(Phase.AWAITING_PAIRING, Optional.empty());
    assertThat(asked(offering)).isEqualTo(away(offering, Phase.AWAITING_PAIRING));
  }

  /** All sessions are let go at the same moment. */
  @Test
  void whoWasHeldBackSpreads() {
    known();
    SessionState waiting =
        starting(Optional.of(DEVICE))
            .after(SessionChange.Moved.to(Phase.RECONNECTING, ConnectGate.HELD_BACK), NOW);
    ConnectNow released = new ConnectNow("no-longer-held-back");
    Duration turn = Backoff.spread(Duration.ofSeconds(30), new SeededBytes(1));
    assertThat(asked(waiting))
        .isEqualTo(
            Outcome.builder().effect(new Effect.Schedule("connect", released, turn)).build());
    assertThat(asked(released, waiting, turn(DEVICE)).effects())
        .hasAtLeastOneElementOfType(Effect.Connect.class);
  }
}
