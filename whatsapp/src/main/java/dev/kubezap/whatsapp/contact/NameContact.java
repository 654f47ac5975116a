package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Gives a contact a name, or takes it back. It is kept here; the phone's address book stays. */
public final class NameContact implements Step<NameContact.As, Person> {

  /**
   * The input.
   *
   * @param account without device
   * @param name empty to take it back
   */
  public record As(Jid account, Optional<String> name) implements ServiceRequest<Contact> {}

  @Override
  public Person gather(Work<As> work, StateReader state, Turn turn) {
    return Person.read(work.input().account(), state, turn);
  }

  @Override
  public Outcome decide(Work<As> work, Person person, Turn turn) {
    Contact next = person.contact(turn).withName(work.input().name());
    boolean nothing = person.stored().isEmpty() && work.input().name().isEmpty();
    return Outcome.builder()
        .changes(nothing ? List.of() : person.changed(next, turn))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(next)))
        .build();
  }
}
