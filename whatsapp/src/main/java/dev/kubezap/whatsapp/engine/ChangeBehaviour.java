package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.presence.OwnPresence;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** The session behaves otherwise from now on; what shows that is done at once. */
final class ChangeBehaviour implements Step<ChangeBehaviour.As, Account> {

  /** The input. */
  record As(Behaviour behaviour) {}

  @Override
  public Account gather(Work<As> work, StateReader state, Turn turn) {
    return AccountKey.read(state);
  }

  @Override
  public Outcome decide(Work<As> work, Account account, Turn turn) {
    Behaviour next = work.input().behaviour();
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Report(new SessionChange.Behaving(next)));
    if (!turn.connection().online()) {
      return outcome.build();
    }
    if (next.showsOnline() != turn.behaviour().showsOnline()) {
      boolean available = OwnPresence.isAvailable(account, next);
      outcome
          .effects(OwnPresence.announce(account, available, turn.now()))
          .effect(
              new Effect.Report(new SessionChange.Linked(turn.connection().showing(available))));
    }
    if (!next.pace().equals(turn.behaviour().pace())) {
      outcome.effect(new Effect.Enqueue(ResumeSending.Now.theFirst()));
    }
    return outcome.build();
  }
}
