package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * The session is connected: the changes of groups are performed that wait, or whose answer did not
 * come, in the order in which they were accepted, a page at a time.
 */
public final class ResumeGroupChanges implements Step<ResumeGroupChanges.From, List<String>> {
  private static final int PAGE = 100;

  /**
   * The input.
   *
   * @param after the id of the last one that was seen to; empty at first
   */
  public record From(String after) {
    /** All of them. */
    public static From theFirst() {
      return new From("");
    }
  }

  @Override
  public List<String> gather(Work<From> work, StateReader state, Turn turn) {
    return state.recordNames(GroupChangeKey.KIND, work.input().after(), PAGE);
  }

  @Override
  public Outcome decide(Work<From> work, List<String> ids, Turn turn) {
    if (!turn.connection().online()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    ids.forEach(id -> outcome.effect(new Effect.Enqueue(new RepeatGroupChange.Of(id))));
    if (ids.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new From(ids.getLast())));
    }
    return outcome.build();
  }
}
