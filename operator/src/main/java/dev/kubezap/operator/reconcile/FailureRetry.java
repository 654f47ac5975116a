package dev.kubezap.operator.reconcile;

import io.javaoperatorsdk.operator.processing.retry.GenericRetry;

/** How a reconciliation is tried again that failed in a way that nobody foresaw. */
final class FailureRetry {

  private static final int FIRST_MILLIS = 500;
  private static final int LAST_MILLIS = 30_000;

  private FailureRetry() {}

  /** For ever, with a growing delay: a session is never given up. */
  static GenericRetry forEver() {
    return new GenericRetry()
        .setMaxAttempts(-1)
        .setInitialInterval(FIRST_MILLIS)
        .setIntervalMultiplier(2)
        .setMaxInterval(LAST_MILLIS);
  }
}
