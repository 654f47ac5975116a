package dev.kubezap.operator.event;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which Events were written lately, so that what is told again is one Event with a count. Holds a
 * bounded number, the latest. Thread-safe.
 */
final class RepeatedEvents {

  /** An hour is how long the API server keeps an Event that is not written again. */
  static final Duration KEPT = Duration.ofMinutes(50);

  private static final int MOST = 4_096;

  private final Map<Told, Written> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Written> eldest) {
          return size() > MOST;
        }
      };

  /** What an Event says of which resource. */
  record Told(String uid, String type, String reason, String note) {}

  private record Written(String event, Instant first, int count, Instant at) {}

  /**
   * An Event that is to say that it happened again.
   *
   * @param event its name
   * @param first when it happened for the first time
   * @param count how often, from 2
   */
  record Repetition(String event, Instant first, int count) {}

  /** It was told for the first time. */
  synchronized void begin(Told told, String event, Instant now) {
    written.put(told, new Written(event, now, 1, now));
  }

  /** It is told again; empty when it was not told lately. */
  synchronized Optional<Repetition> again(Told told, Instant now) {
    Written before = written.get(told);
    if (before == null || !now.isBefore(before.at().plus(KEPT))) {
      return Optional.empty();
    }
    int count = before.count() + 1;
    written.put(told, new Written(before.event(), before.first(), count, now));
    return Optional.of(new Repetition(before.event(), before.first(), count));
  }
}
