package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.store.StateReader;

/**
 * How one kind of work is done.
 *
 * @param <I> the input: a stanza, a caller's command, a timer, an end of a connection
 * @param <G> the stored state that the decision needs; immutable
 */
public interface Step<I, G> {

  /**
   * What {@link #gather} will surely ask for. Asked before the batch is decided, so the state is
   * the one before it.
   */
  default Wanted wanted(Work<I> work, StateReader state, Turn turn) {
    return Wanted.NOTHING;
  }

  /**
   * Reads stored state. Writes nothing, waits for nobody but the store; of the turn it uses the
   * identity only.
   */
  G gather(Work<I> work, StateReader state, Turn turn);

  /**
   * Decides what to store and what to do afterwards. Pure: the same arguments give the same
   * outcome. Bad input from the other side is an outcome, not an exception.
   */
  Outcome decide(Work<I> work, G gathered, Turn turn);
}
