package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * The current client version was fetched. A newer one is used from now on, and connects a session
 * that was refused for its old one; a refused session without a newer version stops and says so.
 */
final class Updating implements CourseStep<VersionFetched> {

  @Override
  public Outcome decide(Work<VersionFetched> work, Course course, SessionState session, Turn turn) {
    boolean refused = session.reason().filter(Ending.OUTDATED::equals).isPresent();
    Optional<ClientVersion> newer =
        work.input()
            .version()
            .filter(found -> found.compareTo(ClientVersion.parse(session.clientVersion())) > 0);
    Outcome.Builder outcome = Outcome.builder();
    if (newer.isPresent()) {
      String version = newer.get().toString();
      outcome
          .change(new Change.Put<>(new AccountKey(), course.account().withClientVersion(version)))
          .effect(new Effect.Report(new SessionChange.Versioned(version)));
      if (refused) {
        outcome.effect(new Effect.Enqueue(new ConnectNow("client-updated")));
      }
    } else if (refused) {
      outcome.effect(new Effect.Report(SessionChange.Moved.to(Phase.FAILED, Ending.OUTDATED)));
    }
    return outcome.build();
  }
}
