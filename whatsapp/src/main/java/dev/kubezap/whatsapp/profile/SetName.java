package dev.kubezap.whatsapp.profile;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.presence.OwnPresence;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;

/**
 * Sets the name under which others see what this device sends. It goes along with the presence; the
 * phone and other devices keep theirs, and tell it again at a later log-in.
 */
public final class SetName implements Step<SetName.To, Account> {

  /** The input: not empty. */
  public record To(String name) implements ServiceRequest<Done> {}

  @Override
  public Account gather(Work<To> work, StateReader state, Turn turn) {
    return AccountKey.read(state);
  }

  @Override
  public Outcome decide(Work<To> work, Account account, Turn turn) {
    if (!turn.connection().loggedIn()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Done>());
    }
    Account next = account.withPushName(work.input().name());
    boolean available = OwnPresence.isAvailable(next, turn.behaviour());
    return Outcome.builder()
        .change(new Change.Put<>(new AccountKey(), next))
        .effects(OwnPresence.announce(next, available, turn.now()))
        .effect(new Effect.Report(new SessionChange.Named(work.input().name())))
        .effect(new Effect.Report(new SessionChange.Linked(turn.connection().showing(available))))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
        .build();
  }
}
