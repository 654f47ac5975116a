package dev.kubezap.whatsapp.connection;

import java.time.Instant;
import java.time.InstantSource;

/** The time at its creation plus what has passed since; a clock that is set does not move it. */
public final class MonotonicTime implements InstantSource {

  private final Instant start;
  private final long startNanos = System.nanoTime();

  /**
   * Begins now.
   *
   * @param clock asked once
   */
  public MonotonicTime(InstantSource clock) {
    start = clock.instant();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
