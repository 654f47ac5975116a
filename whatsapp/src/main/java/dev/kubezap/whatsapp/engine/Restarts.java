package dev.kubezap.whatsapp.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * When a session that broke down by a defect begins anew: each time later, until it has held for a
 * while. Its times are those of a clock that nobody sets, as in {@link EngineLoop}. Used by one
 * thread, but for {@link #isPending}.
 */
final class Restarts {
  /** A session that held this long was a good one. */
  static final Duration HELD = Duration.ofMinutes(10);

  private final IntFunction<Duration> pause;
  private int failures;
  private Instant lastFailure = Instant.MIN;
  private volatile Optional<Instant> due = Optional.empty();

  /**
   * @param pause how long to wait after so many failures in a row
   */
  Restarts(IntFunction<Duration> pause) {
    this.pause = pause;
  }

  /** The session broke down. */
  void failed(Instant now) {
    boolean held = failures > 0 && lastFailure.plus(HELD).isBefore(now);
    failures = held ? 1 : failures + 1;
    lastFailure = now;
    due = Optional.of(now.plus(pause.apply(failures)));
  }

  /** Whether the session waits for its restart; from any thread. */
  boolean isPending() {
    return due.isPresent();
  }

  /** How long until it is due; empty when the session is not broken, zero when it is due. */
  Optional<Duration> left(Instant now) {
    return due.map(at -> at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
  }

  /** The session begins anew. */
  void begun() {
    due = Optional.empty();
  }
}
