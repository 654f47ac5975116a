package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.message.PrepareSend;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** The session may send: what was queued meanwhile is prepared, in the order of acceptance. */
final class ResumeSending implements Step<ResumeSending.Now, List<QueuedMessage>> {
  private static final int LIMIT = 1_000;

  /** Now. */
  record Now() {}

  @Override
  public List<QueuedMessage> gather(Work<Now> work, StateReader state, Turn turn) {
    return state.queued(LIMIT);
  }

  @Override
  public Outcome decide(Work<Now> work, List<QueuedMessage> queued, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    queued.forEach(
        message -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(message.id()))));
    return outcome.build();
  }
}
