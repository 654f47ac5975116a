package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Work with what was decided about it.
 *
 * @param kind the name of its kind in metrics
 * @param fault why it was set aside, when it was
 */
record Decided(Pending pending, String kind, Outcome outcome, Optional<RuntimeException> fault) {

  /** The work that is put behind it. */
  List<Pending> following() {
    return outcome.effects().stream()
        .filter(Effect.Enqueue.class::isInstance)
        .map(effect -> Pending.of(((Effect.Enqueue) effect).input()))
        .toList();
  }

  /** The same decision, when that work is taken care of. */
  Decided withoutFollowing() {
    List<Effect> others =
        outcome.effects().stream().filter(effect -> !(effect instanceof Effect.Enqueue)).toList();
    return new Decided(pending, kind, new Outcome(outcome.changes(), others, outcome.ask()), fault);
  }
}
