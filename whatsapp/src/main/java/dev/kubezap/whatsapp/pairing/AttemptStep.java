package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** A step that needs the pairing attempt and nothing else. */
interface AttemptStep<I> extends Step<I, Optional<PairingAttempt>> {

  @Override
  default Optional<PairingAttempt> gather(Work<I> work, StateReader state, Turn turn) {
    return state.read(new PairingAttemptKey());
  }
}
