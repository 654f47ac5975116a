package dev.kubezap.database;

import java.time.Duration;

/**
 * How many rows a batch has, so that it takes about as long as others may wait for one of them.
 *
 * @param rows how many
 */
record BatchSize(int rows) {
  static final BatchSize FIRST = new BatchSize(500);

  private static final int MOST = 20_000;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMillis(300);

  /** The next one's, after one of this size took so long. */
  BatchSize after(Duration took) {
    if (took.compareTo(LONG) > 0) {
      return smaller();
    }
    return took.compareTo(SHORT) < 0 ? new BatchSize(Math.min(MOST, rows * 2)) : this;
  }

  /** The next one's, after one of this size gave way. */
  BatchSize smaller() {
    return new BatchSize(Math.max(1, rows / 2));
  }
}
