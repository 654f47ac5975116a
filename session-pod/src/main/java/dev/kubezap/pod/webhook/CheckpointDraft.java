package dev.kubezap.pod.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the next checkpoint is to tell of deliveries. */
final class CheckpointDraft {
  private final Map<Long, Unfinished.Entry> changed = new LinkedHashMap<>();
  private final List<Long> finished = new ArrayList<>();
  private final List<Delivery> dead = new ArrayList<>();

  /** Its row is to be written. */
  void changed(Unfinished.Entry entry) {
    changed.put(entry.delivery.sequence(), entry);
  }

  /** It was given up. */
  void dead(Delivery delivery) {
    dead.add(delivery);
  }

  /** It is finished; if it has a row, that is to go. */
  void finished(Unfinished.Entry entry) {
    changed.remove(entry.delivery.sequence());
    if (entry.stored) {
      finished.add(entry.delivery.sequence());
    }
  }

  boolean isEmpty() {
    return changed.isEmpty() && finished.isEmpty() && dead.isEmpty();
  }

  /** Those whose rows are to be written. */
  Collection<Unfinished.Entry> rows() {
    return changed.values();
  }

  /**
   * The checkpoint; the next one begins empty.
   *
   * @param further rows of what is not held
   */
  Checkpoint take(long position, Optional<Instant> failingSince, List<Delivery> further) {
    List<Delivery> written = new ArrayList<>();
    changed.values().forEach(entry -> written.add(entry.delivery));
    written.addAll(further);
    Checkpoint checkpoint =
        new Checkpoint(position, failingSince, written, List.copyOf(finished), List.copyOf(dead));
    changed.clear();
    finished.clear();
    dead.clear();
    return checkpoint;
  }
}
