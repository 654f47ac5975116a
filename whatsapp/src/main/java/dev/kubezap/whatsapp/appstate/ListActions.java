package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import dev.kubezap.whatsapp.syncd.ApplyNext;
import java.util.List;

/** What was read of app state is done, in the order in which it came, a page at a time. */
public final class ListActions implements Step<ApplyNext, List<String>> {
  private static final int PAGE = 100;

  @Override
  public List<String> gather(Work<ApplyNext> work, StateReader state, Turn turn) {
    return state.recordNames(ActionKey.DUE, work.input().after(), PAGE);
  }

  @Override
  public Outcome decide(Work<ApplyNext> work, List<String> names, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    names.forEach(name -> outcome.effect(new Effect.Enqueue(new ApplyAction.Due(name))));
    if (names.size() == PAGE) {
      outcome.effect(new Effect.Enqueue(new ApplyNext(names.getLast())));
    }
    return outcome.build();
  }
}
