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

/** The session begins, or somebody decided that it shall go on. */
final class Begin {

  /** The process started. */
  record Started() {}

  /** Somebody decided that it shall go on. */
  record Resumed() {}

  private Begin() {}

  /** Connects, unless the link was ended before: pairing begins anew only on request. */
  static final class AtStart implements CourseStep<Started> {
    @Override
    public Outcome decide(Work<Started> work, Course course, SessionState session, Turn turn) {
      Outcome.Builder outcome = Outcome.builder();
      ClientVersion version =
          course
              .account()
              .clientVersion()
              .map(ClientVersion::parse)
              .filter(stored -> stored.compareTo(ClientVersion.parse(session.clientVersion())) > 0)
              .orElse(ClientVersion.parse(session.clientVersion()));
      outcome.effect(new Effect.Report(new SessionChange.Versioned(version.toString())));
      course
          .account()
          .pushName()
          .ifPresent(name -> outcome.effect(new Effect.Report(new SessionChange.Named(name))));
      if (turn.identity().isEmpty() && course.endings().loggedOut().isPresent()) {
        return outcome
            .effect(
                new Effect.Report(
                    new SessionChange.Moved(Phase.LOGGED_OUT, course.endings().loggedOut())))
            .build();
      }
      return outcome
          .effect(RefreshVersion.first(course.account(), turn.now(), turn.random()))
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
  static final class AtRequest implements CourseStep<Resumed> {
    @Override
    public Outcome decide(Work<Resumed> work, Course course, SessionState session, Turn turn) {
      Outcome.Builder outcome = Outcome.builder().change(new Change.Remove(new EndingsKey()));
      if (course.endings().inUseElsewhere()) {
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
