package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** A step about how the session goes on. */
interface StoredSessionStep<I> extends SessionStep<I, StoredSession> {

  @Override
  default StoredSession gather(Work<I> work, StateReader state, Turn turn) {
    return StoredSession.read(state);
  }
}
