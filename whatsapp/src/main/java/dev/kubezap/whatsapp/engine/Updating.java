package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.RefreshVersion;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;

/**
 * The current client version was asked for. A newer one is used from now on, and connects a session
 * that was refused for its old one; a refused session without a newer version stops and says so.
 * When it could not be asked, nothing is decided: it is asked again.
 */
final class Updating implements StoredSessionStep<VersionFetched> {

  @Override
  public Outcome decide(
      Work<VersionFetched> work, StoredSession stored, SessionState session, Turn turn) {
    boolean refused = session.reason().filter(Ending.OUTDATED::equals).isPresent();
    Account account = stored.account();
    return switch (work.input().result()) {
      case VersionFetched.Result.Failed _ ->
          Outcome.builder()
              .effect(RefreshVersion.again(work.input().failures() + 1, turn.random()))
              .build();
      case VersionFetched.Result.Found(ClientVersion version)
          when version.compareTo(ClientVersion.parse(session.clientVersion())) > 0 ->
          adopted(version.toString(), account, refused, session, turn);
      case VersionFetched.Result.Found _, VersionFetched.Result.Unknown _ ->
          kept(account, refused, turn);
    };
  }

  private static Outcome adopted(
      String version, Account account, boolean refused, SessionState session, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder()
            .change(
                new Change.Put<>(
                    new AccountKey(),
                    account.withClientVersion(version).withVersionCheckedAt(turn.now())))
            .effect(new Effect.Report(new SessionChange.Versioned(version)))
            .effect(RefreshVersion.next(false, turn.random()));
    return refused
        ? outcome
            .effect(
                new Effect.Report(SessionChange.Moved.to(Ending.waiting(session), Ending.OUTDATED)))
            .effect(new Effect.Enqueue(new ConnectNow("client-updated")))
            .build()
        : outcome.build();
  }

  private static Outcome kept(Account account, boolean refused, Turn turn) {
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new AccountKey(), account.withVersionCheckedAt(turn.now())))
            .effect(RefreshVersion.next(refused, turn.random()));
    return refused
        ? outcome
            .effect(new Effect.Report(SessionChange.Moved.to(Phase.FAILED, Ending.OUTDATED)))
            .build()
        : outcome.build();
  }
}
