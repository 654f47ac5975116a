package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What failures in a row tell of an endpoint, and how often one that seems away is tried. Pure:
 * times are arguments.
 *
 * <p>Failures alone do not tell an endpoint that is away from one that refuses a few events for
 * ever. So it is tried by both kinds, each at a pace of its own: by what failed before, and by
 * events of chats that did not, the more rarely the more of those failed too.
 */
final class Outage {
  /** Failures in a row, over all chats, after which the endpoint counts as away. */
  private static final int AWAY_AFTER = 5;

  /** However many failed, retries are no more frequent than those of so many. */
  private static final int RETRIED_AS_MANY = 8;

  private final RetryPolicy policy;
  private int failures;
  private int othersRefused;
  private Instant nextRetry = Instant.EPOCH;
  private Instant nextOther = Instant.EPOCH;

  /**
   * An endpoint that was away before a restart is probed, not stormed.
   *
   * @param failingSince the first failure behind the last success
   * @param stored what is unfinished
   */
  Outage(RetryPolicy policy, Optional<Instant> failingSince, List<Delivery> stored) {
    this.policy = policy;
    failures = failingSince.map(since -> failuresSince(since, stored)).orElse(0);
  }

  private static int failuresSince(Instant since, List<Delivery> stored) {
    long failures = 0;
    for (Delivery row : stored) {
      if (row.firstAttemptAt().filter(at -> !at.isBefore(since)).isPresent()) {
        failures += row.attempts();
      } else if (row.lastAttemptAt().filter(at -> !at.isBefore(since)).isPresent()) {
        failures++;
      }
    }
    return (int) Math.min(failures, AWAY_AFTER);
  }

  /** Whether the endpoint counts as away. */
  boolean away() {
    return failures >= AWAY_AFTER;
  }

  /** Whether since it is away it has also refused a chat that had not failed. */
  boolean refusesOthersToo() {
    return away() && othersRefused > 0;
  }

  /** An attempt succeeded. */
  void delivered() {
    failures = 0;
    tryNow();
  }

  /**
   * An attempt failed.
   *
   * @param before the delivery as it was begun
   * @param wait until its next attempt
   */
  void failed(Delivery before, AttemptResult result, Duration wait, Instant now, double jitter) {
    failures++;
    if (!away()) {
      return;
    }
    if (before.attempts() > 0) {
      nextRetry = now.plus(wait.dividedBy(RETRIED_AS_MANY));
    } else {
      othersRefused++;
      nextOther = now.plus(policy.delay(othersRefused, result, jitter));
    }
  }

  /** What is said of the endpoint no longer holds: it may be tried at once. */
  void tryNow() {
    othersRefused = 0;
    nextRetry = Instant.EPOCH;
    nextOther = Instant.EPOCH;
  }

  /** From when an endpoint that is away may be tried by this delivery. */
  Instant from(Delivery delivery) {
    Instant pace = delivery.attempts() > 0 ? nextRetry : nextOther;
    return delivery.nextAt().filter(own -> own.isAfter(pace)).orElse(pace);
  }
}
