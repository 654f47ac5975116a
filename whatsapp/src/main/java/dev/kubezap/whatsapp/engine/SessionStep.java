package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/**
 * A step that decides how the session goes on, and so sees its present state too. As pure as {@link
 * dev.kubezap.whatsapp.step.Step}.
 *
 * @param <I> the input
 * @param <G> the stored state that the decision needs
 */
interface SessionStep<I, G> {

  /** Reads stored state. */
  G gather(Work<I> work, StateReader state, Turn turn);

  /** Decides what to store and what to do afterwards. */
  Outcome decide(Work<I> work, G gathered, SessionState session, Turn turn);
}
