package dev.kubezap.operator.reconcile;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which reconciliations run and when the last one ended. */
final class Progress {

  private final Clock clock;
  private final Map<ResourceID, Instant> running = new ConcurrentHashMap<>();
  private volatile Instant lastEnd;

  Progress(Clock clock) {
    this.clock = clock;
    this.lastEnd = clock.instant();
  }

  /** A reconciliation begins; it ends when the answer is closed. */
  Run begin(ResourceID session) {
    running.put(session, clock.instant());
    return () -> {
      running.remove(session);
      lastEnd = clock.instant();
    };
  }

  /** How long the longest one has been running, zero when none runs. */
  Duration longest() {
    Instant now = clock.instant();
    return running.values().stream()
        .map(begun -> Duration.between(begun, now))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** How long ago the last one ended, or this was made. */
  Duration silence() {
    return Duration.between(lastEnd, clock.instant());
  }

  /** A reconciliation that runs. */
  interface Run extends AutoCloseable {
    @Override
    void close();
  }
}
