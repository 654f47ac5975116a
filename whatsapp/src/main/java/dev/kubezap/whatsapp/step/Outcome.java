package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a decision comes to.
 *
 * @param changes stored in the turn's one commit, in order
 * @param effects performed after the commit, in order
 * @param ask queries to be answered before the work comes back; the work is done when empty
 */
public record Outcome(List<Change> changes, List<Effect> effects, Optional<Ask> ask) {

  public Outcome {
    changes = List.copyOf(changes);
    effects = List.copyOf(effects);
  }

  /** Nothing to store, nothing to do. */
  public static Outcome nothing() {
    return new Outcome(List.of(), List.of(), Optional.empty());
  }

  /** Collects an outcome while it is being decided. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects changes and effects in order; used within one decision only. */
  public static final class Builder {
    private final List<Change> changes = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private Optional<Ask> ask = Optional.empty();

    public Builder change(Change change) {
      changes.add(change);
      return this;
    }

    public Builder changes(List<? extends Change> more) {
      changes.addAll(more);
      return this;
    }

    public Builder effect(Effect effect) {
      effects.add(effect);
      return this;
    }

    public Builder effects(List<? extends Effect> more) {
      effects.addAll(more);
      return this;
    }

    public Builder ask(Ask queries) {
      ask = Optional.of(queries);
      return this;
    }

    /** Adds everything of another outcome; its queries replace none. */
    public Builder add(Outcome other) {
      changes.addAll(other.changes());
      effects.addAll(other.effects());
      if (other.ask().isPresent()) {
        ask = other.ask();
      }
      return this;
    }

    public Outcome build() {
      return new Outcome(changes, effects, ask);
    }
  }
}
