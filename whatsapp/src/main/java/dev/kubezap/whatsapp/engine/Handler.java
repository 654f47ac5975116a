package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** Gathers and decides for one input. */
interface Handler {

  /** What handling will ask the state for. */
  default Wanted wanted(Work<?> work, StateReader state, Turn turn) {
    return Wanted.NOTHING;
  }

  /** What the input comes to. Reads state, changes nothing. */
  Outcome handle(Work<?> work, StateReader state, SessionState session, Turn turn);

  /** A handler that follows a step. */
  static <I, G> Handler of(Class<I> type, Step<I, G> step) {
    return new Handler() {
      @Override
      public Wanted wanted(Work<?> work, StateReader state, Turn turn) {
        return step.wanted(typed(type, work), state, turn);
      }

      @Override
      public Outcome handle(Work<?> work, StateReader state, SessionState session, Turn turn) {
        Work<I> typed = typed(type, work);
        return step.decide(typed, step.gather(typed, state, turn), turn);
      }
    };
  }

  /** A handler that follows a step about the session itself. */
  static <I, G> Handler of(Class<I> type, SessionStep<I, G> step) {
    return (work, state, session, turn) -> {
      Work<I> typed = typed(type, work);
      return step.decide(typed, step.gather(typed, state, turn), session, turn);
    };
  }

  private static <I> Work<I> typed(Class<I> type, Work<?> work) {
    return new Work<>(type.cast(work.input()), work.replies(), work.asked());
  }
}
