package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** What somebody who is watched showed last; WhatsApp is not asked. */
public final class ReadPresence implements Step<ReadPresence.Of, Peer> {

  /**
   * The input.
   *
   * @param account without device
   */
  public record Of(Jid account) implements ServiceRequest<Known> {}

  /**
   * The answer.
   *
   * @param id the person's number, when it is known
   * @param last empty as long as WhatsApp has not told
   */
  public record Known(Jid id, Optional<Presence> last) {}

  @Override
  public Peer gather(Work<Of> work, StateReader state, Turn turn) {
    return Peer.read(work.input().account(), state, turn);
  }

  @Override
  public Outcome decide(Work<Of> work, Peer peer, Turn turn) {
    return peer.watched()
        .map(watched -> ServiceStep.given(new Known(peer.id(), watched.shown().last())))
        .orElseGet(
            () ->
                ServiceStep.answer(
                    new ServiceAnswer.Impossible<Known>(
                        "not-watched",
                        "The presence of this contact is not watched: PUT /api/v1/contacts/{id}/presence begins it.")));
  }
}
