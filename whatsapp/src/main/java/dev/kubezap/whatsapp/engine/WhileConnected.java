package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/**
 * Work that a timer began for a connection that is logged in. After a stall the timer and the end
 * of that connection are decided in one batch, too late for the timer to be cancelled; then there
 * is nothing to do.
 */
final class WhileConnected<I, G> implements SessionStep<I, G> {
  private final Step<I, G> step;

  WhileConnected(Step<I, G> step) {
    this.step = step;
  }

  @Override
  public G gather(Work<I> work, StateReader state, Turn turn) {
    return step.gather(work, state, turn);
  }

  @Override
  public Outcome decide(Work<I> work, G gathered, SessionState session, Turn turn) {
    return session.phase() == Phase.CONNECTED
        ? step.decide(work, gathered, turn)
        : Outcome.nothing();
  }
}
