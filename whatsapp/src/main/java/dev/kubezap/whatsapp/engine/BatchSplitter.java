package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the parts of a batch that are not done, and splits a part that cannot be decided or stored
 * together: it is halved until the input at fault stands alone, and that input is set aside. So one
 * bad input harms no other. Used by one thread.
 */
final class BatchSplitter {
  private static final Logger LOG = System.getLogger(BatchSplitter.class.getName());

  private final PoisonInputs poisonInputs;
  private final Performer performer;
  private final ClientMetrics metrics;
  private final Deque<Part> parts = new ArrayDeque<>();

  /**
   * Inputs to be committed together.
   *
   * @param refusal what the database refused of the only input, when it stands alone
   * @param following whether work that they put behind them is decided with them
   */
  record Part(List<Pending> inputs, Optional<Decided> refusal, boolean following) {
    static Part of(List<Pending> inputs) {
      return new Part(inputs, Optional.empty(), true);
    }

    /** An input that is only set aside. */
    static Part aside(Pending input, RuntimeException fault) {
      Decided nothing =
          new Decided(input, Deciding.name(input), Outcome.nothing(), Optional.of(fault));
      return new Part(List.of(input), Optional.of(nothing), false);
    }
  }

  BatchSplitter(PoisonInputs poisonInputs, Performer performer, ClientMetrics metrics) {
    this.poisonInputs = poisonInputs;
    this.performer = performer;
    this.metrics = metrics;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  Part first() {
    return parts.element();
  }

  /** The first part is stored. */
  void done() {
    parts.remove();
  }

  /** Takes a batch, with each suspect alone. */
  void accept(List<Pending> batch) {
    List<Pending> together = new ArrayList<>();
    for (Pending input : batch) {
      if (!poisonInputs.contains(input)) {
        together.add(input);
        continue;
      }
      add(together);
      together.clear();
      parts.add(
          poisonInputs.isAtFault(input)
              ? Part.aside(input, new IllegalStateException("it broke the session repeatedly"))
              : new Part(List.of(input), Optional.empty(), false));
    }
    add(together);
  }

  private void add(List<Pending> together) {
    if (!together.isEmpty()) {
      parts.add(Part.of(List.copyOf(together)));
    }
  }

  /**
   * Gives up the callers of work that is left, whose answer nobody can wait for any longer; the
   * rest stays.
   */
  void abandonCallers(RuntimeException cause) {
    List<Part> left = new ArrayList<>();
    for (Part part : parts) {
      part.inputs().forEach(pending -> performer.fail(pending, cause));
      List<Pending> inputs =
          part.inputs().stream().filter(pending -> pending.caller().isEmpty()).toList();
      if (!inputs.isEmpty()) {
        left.add(new Part(inputs, part.refusal(), part.following()));
      }
    }
    parts.clear();
    parts.addAll(left);
  }

  /** Gives up everything that is left, callers included. */
  void abandon(RuntimeException cause) {
    parts.forEach(part -> part.inputs().forEach(pending -> performer.fail(pending, cause)));
    parts.clear();
  }

  /** The first part could not be decided; nothing of it was stored or done. */
  void undecidable(Part part, RuntimeException fault) {
    parts.remove();
    List<Pending> inputs = part.inputs();
    if (inputs.size() > 1) {
      int half = inputs.size() / 2;
      parts.addFirst(Part.of(inputs.subList(half, inputs.size())));
      parts.addFirst(Part.of(inputs.subList(0, half)));
    } else if (part.following()) {
      parts.addFirst(new Part(inputs, part.refusal(), false));
    } else if (part.refusal().isEmpty()) {
      parts.addFirst(Part.aside(inputs.getFirst(), fault));
    } else {
      // It cannot even be set aside, so only the caller and the metrics hear of it.
      LOG.log(Level.ERROR, "dropped: " + part.refusal().get().kind(), fault);
      metrics.quarantined(part.refusal().get().kind());
      performer.fail(inputs.getFirst(), fault);
    }
  }

  /**
   * Halves a refused part; an input that was refused alone is set aside, at last without its
   * changes.
   */
  void refused(Part part, List<Decided> decided, RejectedChangeException cause) {
    parts.remove();
    // Those of the part itself, without what followed them; two may look the same.
    Set<Pending> own = Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(part.inputs());
    List<Pending> inputs = decided.stream().map(Decided::pending).filter(own::contains).toList();
    if (inputs.size() > 1) {
      int half = inputs.size() / 2;
      parts.addFirst(new Part(inputs.subList(half, inputs.size()), Optional.empty(), true));
      parts.addFirst(new Part(inputs.subList(0, half), Optional.empty(), true));
      return;
    }
    if (decided.size() > inputs.size()) {
      // What follows the input may be what was refused, so each is stored by itself.
      parts.addFirst(new Part(inputs, Optional.empty(), false));
      return;
    }
    Decided refused = decided.getFirst();
    if (part.refusal().filter(before -> before.outcome().equals(Outcome.nothing())).isPresent()) {
      // Not even the quarantine could be stored, so only the caller and the metrics hear of it.
      metrics.quarantined(refused.kind());
      performer.fail(refused.pending(), cause);
      return;
    }
    Outcome kept = part.refusal().isEmpty() ? refused.outcome() : Outcome.nothing();
    Decided alone = new Decided(refused.pending(), refused.kind(), kept, Optional.of(cause));
    parts.addFirst(new Part(part.inputs(), Optional.of(alone), false));
  }
}
