package dev.kubezap.whatsapp.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Work that is due later, by name: a later one of the same name replaces it. Its times are those of
 * a clock that nobody sets, as in {@link EngineLoop}. Used by one thread.
 */
final class Timers {
  private final Map<String, Entry> entries = new HashMap<>();
  private long order;

  private record Entry(Instant due, long order, Object input) {}

  /** Plans work. */
  void schedule(String name, Object input, Duration delay, Instant now) {
    entries.put(name, new Entry(now.plus(delay), order++, input));
  }

  /** Forgets the work of this name, if any. */
  void cancel(String name) {
    entries.remove(name);
  }

  /** Takes the inputs that are due, in the order of their times. */
  List<Object> due(Instant now) {
    List<Map.Entry<String, Entry>> ready = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!entry.getValue().due().isAfter(now)) {
        ready.add(entry);
      }
    }
    ready.sort(
        Comparator.comparing((Map.Entry<String, Entry> entry) -> entry.getValue().due())
            .thenComparingLong(entry -> entry.getValue().order()));
    ready.forEach(entry -> entries.remove(entry.getKey(), entry.getValue()));
    return ready.stream().map(entry -> entry.getValue().input()).toList();
  }

  /** When the next work is due. */
  Optional<Instant> next() {
    return entries.values().stream().map(Entry::due).min(Comparator.naturalOrder());
  }

  /** Forgets everything. */
  void clear() {
    entries.clear();
  }
}
