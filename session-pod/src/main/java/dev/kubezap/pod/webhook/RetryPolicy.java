package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a failed delivery is tried again, and when no more. Pure.
 *
 * @param first delay after the first failure; doubled after each further one
 * @param longest longest delay, before jitter
 * @param giveUpAfter from the first attempt to the last; longer than the outage that must be
 *     survived
 * @param maxAttempts how many failed attempts there are at most
 */
public record RetryPolicy(Duration first, Duration longest, Duration giveUpAfter, int maxAttempts) {
  /** From 1 s to 5 min, for 3 days: an endpoint that was away for 60 h gets everything. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(3));

  private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);
  private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AFTER_TOO_MANY = Duration.ofSeconds(60);
  private static final int TOO_MANY_REQUESTS = 429;

  /** With any number of attempts. */
  public RetryPolicy(Duration first, Duration longest, Duration giveUpAfter) {
    this(first, longest, giveUpAfter, Integer.MAX_VALUE);
  }

  /** As a webhook wants it. */
  RetryPolicy within(DeliveryTerms terms) {
    return new RetryPolicy(
        first,
        longest,
        terms.giveUpAfter().orElse(giveUpAfter),
        terms.maxAttempts().orElse(maxAttempts));
  }

  /**
   * How long to wait.
   *
   * @param attempts failed attempts so far, from 1
   * @param jitter 0 to 1: the delay varies by 20 % to both sides
   */
  Duration delay(int attempts, AttemptResult result, double jitter) {
    Duration base = first.multipliedBy(1L << Math.min(attempts - 1, 30));
    if (base.compareTo(longest) > 0) {
      base = longest;
    }
    base = larger(base, floor(result));
    return Duration.ofMillis((long) (base.toMillis() * (0.8 + 0.4 * jitter)));
  }

  private static Duration floor(AttemptResult result) {
    return switch (result) {
      case AttemptResult.Refused refused -> asked(refused);
      case AttemptResult.Failed failed ->
          failed.reason().equals("timeout") ? AFTER_TIMEOUT : Duration.ZERO;
      case AttemptResult.Delivered delivered -> Duration.ZERO;
    };
  }

  private static Duration asked(AttemptResult.Refused refused) {
    Optional<Duration> asked = refused.retryAfter();
    if (asked.isPresent()) {
      return asked.get().compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked.get();
    }
    return refused.status() == TOO_MANY_REQUESTS ? AFTER_TOO_MANY : Duration.ZERO;
  }

  /**
   * Whether a delivery that failed just now is given up.
   *
   * @param attempts failed attempts so far, this one included
   */
  boolean givesUp(int attempts, Instant firstAttempt, Instant now) {
    return attempts >= maxAttempts || givesUp(firstAttempt, now);
  }

  /** Whether what was tried first at that time is given up for its age. */
  boolean givesUp(Instant firstAttempt, Instant now) {
    return !now.isBefore(firstAttempt.plus(giveUpAfter));
  }

  private static Duration larger(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
