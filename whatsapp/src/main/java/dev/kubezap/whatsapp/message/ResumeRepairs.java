package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * The session may send: the repairs go on that an earlier connection or process left, a page at a
 * time.
 */
public final class ResumeRepairs implements Step<ResumeRepairs.From, List<String>> {
  private static final int PAGE = 100;

  /**
   * The input.
   *
   * @param after the name of the last one that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  @Override
  public List<String> gather(Work<From> work, StateReader state, Turn turn) {
    return state.recordNames(RepairKey.KIND, work.input().after(), PAGE);
  }

  @Override
  public Outcome decide(Work<From> work, List<String> messages, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    messages.forEach(id -> outcome.effect(new Effect.Enqueue(new RepairSend.Repair(id))));
    if (messages.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(messages.getLast())));
    }
    return outcome.build();
  }
}
