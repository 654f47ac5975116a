package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** One contact, by either of its names, as it is stored. */
public final class FindContact implements Step<FindContact.Of, Person> {

  /**
   * The input.
   *
   * @param account without device
   */
  public record Of(Jid account) implements ServiceRequest<Contact> {}

  @Override
  public Person gather(Work<Of> work, StateReader state, Turn turn) {
    return Person.read(work.input().account(), state, turn);
  }

  @Override
  public Outcome decide(Work<Of> work, Person person, Turn turn) {
    return person
        .stored()
        .map(ServiceStep::given)
        .orElseGet(
            () ->
                ServiceStep.answer(
                    new ServiceAnswer.Impossible<Contact>(
                        "not-found",
                        "There is no such contact: GET /api/v1/contacts lists them. Who writes becomes one.")));
  }
}
