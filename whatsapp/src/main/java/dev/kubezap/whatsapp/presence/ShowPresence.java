package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;

/** Shows this device as available or not: at once while it is connected, and after each log-in. */
public final class ShowPresence implements Step<ShowPresence.As, Account> {

  /** The input. */
  public record As(boolean available) implements ServiceRequest<Done> {}

  @Override
  public Account gather(Work<As> work, StateReader state, Turn turn) {
    return AccountKey.read(state);
  }

  @Override
  public Outcome decide(Work<As> work, Account account, Turn turn) {
    boolean available = work.input().available();
    if (available && turn.identity().isPresent() && account.pushName().isEmpty()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<Done>(
              "name-missing",
              "WhatsApp shows an account as available by its name, and has not told the name of this one yet: try again when the session is connected."));
    }
    Account next = account.withShownUnavailable(!available);
    Outcome.Builder outcome = Outcome.builder();
    if (!next.equals(account)) {
      outcome.change(new Change.Put<>(new AccountKey(), next));
    }
    Turn.Link link = turn.connection();
    if (link.loggedIn()) {
      outcome
          .effects(OwnPresence.announce(next, available, turn.now()))
          .effect(
              new Effect.Report(
                  new SessionChange.Linked(
                      link.showing(available && next.pushName().isPresent()))));
    }
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done()))).build();
  }
}
