package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.call.PruneCalls;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.RefreshVersion;
import dev.kubezap.whatsapp.message.DueSends;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.restore.Restoration;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.token.PruneTokens;

/** What the session does when its process starts, and when a person resumes it. */
final class SessionStart {

  /** The process started. */
  record Started() {}

  /** Somebody decided that it shall go on. */
  record Resumed() {}

  private SessionStart() {}

  /** Connects, unless the link was ended before: pairing begins anew only on request. */
  static final class AtStart implements StoredSessionStep<Started> {
    @Override
    public Outcome decide(
        Work<Started> work, StoredSession stored, SessionState session, Turn turn) {
      Outcome.Builder outcome = Outcome.builder();
      ClientVersion version =
          stored
              .account()
              .clientVersion()
              .map(ClientVersion::parse)
              .filter(known -> known.compareTo(ClientVersion.parse(session.clientVersion())) > 0)
              .orElse(ClientVersion.parse(session.clientVersion()));
      outcome.effect(new Effect.Report(new SessionChange.Versioned(version.toString())));
      stored
          .account()
          .pushName()
          .ifPresent(name -> outcome.effect(new Effect.Report(new SessionChange.Named(name))));
      if (turn.identity().isEmpty() && stored.disconnects().loggedOut().isPresent()) {
        return outcome
            .effect(
                new Effect.Report(
                    new SessionChange.Moved(Phase.LOGGED_OUT, stored.disconnects().loggedOut())))
            .build();
      }
      return outcome
          .effect(RefreshVersion.first(stored.account(), turn.now(), turn.random()))
          .effect(PruneTokens.Due.first())
          .effect(PruneCalls.Due.first())
          .effect(DueSends.Now.first())
          .effect(new Effect.Enqueue(new ConnectNow("start")))
          .build();
    }
  }

  /**
   * Connects whatever stopped it before. Who had this device's credentials may have used a copy of
   * its state too: what follows is what follows from a restoration.
   */
  static final class AtRequest implements StoredSessionStep<Resumed> {
    @Override
    public Outcome decide(
        Work<Resumed> work, StoredSession stored, SessionState session, Turn turn) {
      Outcome.Builder outcome =
          Outcome.builder().change(new Change.Remove(new DisconnectHistoryKey()));
      if (stored.disconnects().inUseElsewhere()) {
        outcome.change(new Restoration(ReplacedPolicy.IN_USE_ELSEWHERE, turn.now()).noted());
      }
      return outcome
          .effect(
              new Effect.Report(
                  SessionChange.Moved.to(
                      turn.identity().isPresent() ? Phase.RECONNECTING : Phase.STARTING)))
          .effect(new Effect.Enqueue(new ConnectNow("requested")))
          .build();
    }
  }
}
