package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * Looks for inputs that were kept by an older version, or left by a crash: each is handled once by
 * this version, in the order in which they came, a page at a time.
 */
public final class ResumeUnhandled implements Step<ResumeUnhandled.From, List<String>> {
  private static final int PAGE = 100;

  /**
   * The input.
   *
   * @param after the name of the last row that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  @Override
  public List<String> gather(Work<From> work, StateReader state, Turn turn) {
    return state.recordNames(UnhandledKey.KIND, work.input().after(), PAGE).stream()
        .takeWhile(name -> new UnhandledKey(name).isDue())
        .toList();
  }

  @Override
  public Outcome decide(Work<From> work, List<String> names, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    names.forEach(name -> outcome.effect(new Effect.Enqueue(new HandleUnhandled.Due(name))));
    if (names.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(names.getLast())));
    }
    return outcome.build();
  }
}
