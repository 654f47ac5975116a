package dev.kubezap.whatsapp.notice;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;

/**
 * Deliveries were given up: that is an event like all others, in their order. Needs no connection.
 */
public final class NoteFailedWebhook implements Step<NoteFailedWebhook.Of, Done> {

  /**
   * The request.
   *
   * @param event what is told
   */
  public record Of(ConnectionEvent.WebhookFailed event) implements ServiceRequest<Done> {}

  @Override
  public Done gather(Work<Of> work, StateReader state, Turn turn) {
    return new Done();
  }

  @Override
  public Outcome decide(Work<Of> work, Done nothing, Turn turn) {
    return Outcome.builder()
        .change(new Change.Append(turn.newId(), turn.now(), work.input().event()))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(nothing)))
        .build();
  }
}
