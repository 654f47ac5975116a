package dev.kubezap.whatsapp.appstate;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.ActionKey;
import java.util.Optional;

/**
 * Does one thing that was read of app state. What this version does not know is kept as it came,
 * until its entry is removed.
 */
public final class ApplyAction implements Step<ApplyAction.Due, Optional<ApplyAction.Gathered>> {

  /**
   * The input.
   *
   * @param name of the row
   */
  public record Due(String name) {}

  /** A row, with what it is about. */
  public record Gathered(ActionKey.Action action, Optional<AppStateAction> known) {}

  @Override
  public Optional<Gathered> gather(Work<Due> work, StateReader state, Turn turn) {
    return state
        .read(ActionKey.due(work.input().name()))
        .map(action -> new Gathered(action, AppStateAction.gather(action, state, turn)));
  }

  @Override
  public Outcome decide(Work<Due> work, Optional<Gathered> gathered, Turn turn) {
    if (gathered.isEmpty()) {
      return Outcome.nothing();
    }
    ActionKey.Action action = gathered.get().action();
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.Remove(ActionKey.due(work.input().name())));
    if (gathered.get().known().isPresent()) {
      return outcome.add(gathered.get().known().get().decide(turn)).build();
    }
    ActionKey kept = ActionKey.kept(action);
    return outcome
        .change(action.set() ? new Change.Put<>(kept, action) : new Change.Remove(kept))
        .effect(new Effect.Count("app-state", action.set() ? "kept" : "removed"))
        .build();
  }
}
