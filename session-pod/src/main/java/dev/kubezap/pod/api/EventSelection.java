package dev.kubezap.pod.api;

import dev.kubezap.pod.outbox.StoredEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a caller wants.
 *
 * @param events names; empty for all
 */
record EventSelection(Set<String> events) {

  EventSelection {
    events = Set.copyOf(events);
  }

  /** Reads names; empty when one of them is unknown. */
  static Optional<EventSelection> of(List<String> names) {
    return EventCatalog.names().containsAll(names)
        ? Optional.of(new EventSelection(Set.copyOf(names)))
        : Optional.empty();
  }

  /** Reads names that commas separate. */
  static Optional<EventSelection> parse(String names) {
    return of(Arrays.stream(names.split(",", -1)).map(String::strip).toList());
  }

  boolean wants(StoredEvent event) {
    return events.isEmpty() || events.contains(event.type());
  }

  static String rule() {
    return "may hold " + String.join(", ", EventCatalog.names());
  }
}
