package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.OfflineQueue;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.noise.ClientProfile;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.noise.LoginPayload;
import dev.kubezap.whatsapp.noise.RegistrationPayload;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.restore.StateOrigin;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens a connection: to log in with the stored identity, or to be paired when there is none. State
 * that was restored is seen to before, and no connection is taken from another client that has this
 * device's credentials, whichever process began that. While connecting is held back the session
 * waits without a connection, as it does after a lost one; a pairing that the phone has confirmed
 * is finished.
 */
final class Connecting implements SessionStep<ConnectNow, Connecting.Gathered> {
  /** A way that the service named long ago must not keep a device away for ever. */
  private static final int ROUTED_ATTEMPTS = 3;

  /** It may connect again, and its turn among all that may has come. */
  private static final ConnectNow RELEASED = new ConnectNow("no-longer-held-back");

  private final String deviceName;
  private final ConnectGate gate;

  /** What is stored, whether it may be used, and whether connecting is held back. */
  record Gathered(StoredSession stored, StateOrigin origin, boolean heldBack) {}

  Connecting(String deviceName, ConnectGate gate) {
    this.deviceName = deviceName;
    this.gate = gate;
  }

  @Override
  public Gathered gather(Work<ConnectNow> work, StateReader state, Turn turn) {
    return new Gathered(StoredSession.read(state), StateOrigin.read(state), gate.isHeldBack());
  }

  @Override
  public Outcome decide(Work<ConnectNow> work, Gathered gathered, SessionState session, Turn turn) {
    if (session.phase() == Phase.LOGGED_OUT || session.phase() == Phase.FAILED) {
      return Outcome.nothing();
    }
    if (turn.identity().isEmpty()) {
      return begin(work, gathered, session, turn);
    }
    Optional<Outcome> leftToAnother =
        ReplacedPolicy.insteadOfConnecting(gathered.stored().disconnects(), turn);
    if (leftToAnother.isPresent()) {
      return leftToAnother.get();
    }
    return switch (gathered.origin().verdict(turn.identity().get(), turn)) {
      case StateOrigin.Verdict.ApplyRestoration(Outcome begun) -> begun;
      case StateOrigin.Verdict.NeverImported _ -> neverImported(gathered.stored().disconnects());
      case StateOrigin.Verdict.Connect(Outcome before) ->
          Outcome.builder().add(before).add(begin(work, gathered, session, turn)).build();
    };
  }

  /** As it was before the import began. */
  private static Outcome neverImported(DisconnectHistory disconnects) {
    Outcome.Builder outcome = Outcome.builder().effect(new Effect.EraseIdentity());
    return disconnects.loggedOut().isPresent()
        ? outcome
            .effect(
                new Effect.Report(
                    new SessionChange.Moved(Phase.LOGGED_OUT, disconnects.loggedOut())))
            .build()
        : outcome.effect(new Effect.Enqueue(new ConnectNow("import-cut-off"))).build();
  }

  private Outcome begin(Work<ConnectNow> work, Gathered gathered, SessionState session, Turn turn) {
    if (gathered.heldBack() && session.phase() != Phase.PAIRING) {
      return stayAway(session);
    }
    boolean wasHeldBack = session.reason().filter(ConnectGate.HELD_BACK::equals).isPresent();
    return wasHeldBack && !work.input().equals(RELEASED)
        ? later(RELEASED, Backoff.spread(SessionTimes.HELD_BACK_SPREAD, turn.random()))
        : connect(work, gathered.stored(), session, turn);
  }

  private static Outcome stayAway(SessionState session) {
    Phase phase = session.phase() == Phase.STARTING ? Phase.STARTING : Ending.waiting(session);
    return ended(session)
        .effect(new Effect.Disconnect())
        .effect(new Effect.Report(SessionChange.Moved.to(phase, ConnectGate.HELD_BACK)))
        .add(later(new ConnectNow(ConnectGate.HELD_BACK), SessionTimes.HELD_BACK_LOOK))
        .build();
  }

  private static Outcome later(ConnectNow then, Duration delay) {
    return Outcome.builder().effect(new Effect.Schedule(ConnectNow.TIMER, then, delay)).build();
  }

  /** The present connection may still be a good one: it ends here, without a word of it. */
  private static Outcome.Builder ended(SessionState session) {
    return Outcome.builder()
        .effect(new Effect.Cancel(ConnectNow.TIMER))
        .effects(OfflineQueue.over())
        .effect(new Effect.Report(new SessionChange.QrHidden()))
        .effect(new Effect.Report(new SessionChange.CodeHidden()))
        .effect(new Effect.Report(new SessionChange.Linked(session.link().over())));
  }

  private Outcome connect(
      Work<ConnectNow> work, StoredSession stored, SessionState session, Turn turn) {
    Outcome.Builder outcome = ended(session);
    if (session.hadConnection()) {
      outcome.effect(new Effect.Report(new SessionChange.Reconnected(work.input().why())));
    }
    ClientProfile profile =
        ClientProfile.of(ClientVersion.parse(session.clientVersion()), deviceName)
            .telling(turn.behaviour().history() == Behaviour.History.FULL);
    return turn.identity().isPresent()
        ? outcome.add(logIn(profile, turn.identity().get(), stored.account(), session)).build()
        : outcome.add(register(profile, stored, session, turn)).build();
  }

  private static Outcome logIn(
      ClientProfile profile, DeviceIdentity identity, Account account, SessionState session) {
    Outcome.Builder outcome = Outcome.builder();
    if (session.phase() != Phase.PAIRING) {
      outcome.effect(
          new Effect.Report(
              new SessionChange.Moved(
                  session.hadConnection() ? Phase.RECONNECTING : Phase.CONNECTING,
                  Optional.empty())));
    }
    ByteString payload =
        new LoginPayload(
                profile,
                identity.jid(),
                account.lidAddressing(),
                account.logIns() + 1,
                session.failures())
            .encoded();
    return outcome
        .effect(new Effect.Connect(payload, identity.noiseKey(), routing(account, session)))
        .build();
  }

  private static Outcome register(
      ClientProfile profile, StoredSession stored, SessionState session, Turn turn) {
    PairingAttempt attempt =
        stored
            .attempt()
            .orElseGet(() -> PairingAttempt.begin(turn.random(), turn.now()))
            .disconnected();
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.Put<>(new PairingAttemptKey(), attempt));
    outcome.effect(
        new Effect.Report(
            session.phase() == Phase.STARTING
                ? SessionChange.Moved.to(Phase.STARTING)
                : new SessionChange.Moved(Phase.AWAITING_PAIRING, attempt.refusal())));
    ByteString payload =
        new RegistrationPayload(
                profile,
                attempt.registrationId(),
                attempt.identityKey().publicKey(),
                attempt.signedPreKey().id(),
                attempt.signedPreKey().key().publicKey(),
                attempt.signedPreKey().signature())
            .encoded();
    return outcome
        .effect(new Effect.Connect(payload, attempt.noiseKey(), routing(stored.account(), session)))
        .build();
  }

  /** Where the service wanted it, unless that led nowhere several times. */
  private static Optional<ByteString> routing(Account account, SessionState session) {
    return account.routingInfo().filter(_ -> session.failures() < ROUTED_ATTEMPTS);
  }
}
