package dev.kubezap.pod.webhook;

import java.time.Duration;

/**
 * When a webhook's progress is to be written. While the next delivery is under way the last one can
 * wait: a crash repeats it under the same id. That an event was not wanted is found out again.
 */
final class CheckpointPace {
  /** How long a delivery may stay unwritten. */
  static final Duration AFTER = Duration.ofMillis(200);

  private static final Duration POSITION_AFTER = Duration.ofSeconds(10);

  private long writtenAt;
  private long position;
  private boolean delivered;

  /**
   * Nothing is to be written.
   *
   * @param position as it is stored
   * @param now monotonic nanoseconds
   */
  CheckpointPace(long position, long now) {
    this.position = position;
    this.writtenAt = now;
  }

  /** Something was delivered that is not written yet. */
  void delivered() {
    delivered = true;
  }

  /** Whether to write now. */
  boolean isDue(SinkState state, long now) {
    long since = now - writtenAt;
    if (state.hasChanges() || delivered) {
      return state.inFlight() == 0 || since > AFTER.toNanos();
    }
    return state.position() != position && since > POSITION_AFTER.toNanos();
  }

  /** Everything up to this position was written. */
  void written(long upTo, long now) {
    position = upTo;
    writtenAt = now;
    delivered = false;
  }
}
