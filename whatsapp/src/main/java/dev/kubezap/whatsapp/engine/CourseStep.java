package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;

/** A step about how the session goes on. */
interface CourseStep<I> extends SessionStep<I, Course> {

  @Override
  default Course gather(Work<I> work, StateReader state, Turn turn) {
    return Course.read(state);
  }
}
