package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.util.Optional;

/** What one attempt to deliver came to. */
sealed interface AttemptResult {
  /** What nobody foresaw; says nothing of it, since that may hold secrets. */
  AttemptResult INTERNAL = new Failed("internal");

  /** There is nothing to post: the stored event cannot be read. */
  Failed UNREADABLE = new Failed("unreadable-event");

  /** Answered with 2xx. */
  record Delivered(int status) implements AttemptResult {}

  /**
   * Answered with anything else.
   *
   * @param retryAfter what the answer asked for
   */
  record Refused(int status, Optional<Duration> retryAfter) implements AttemptResult {}

  /**
   * Not answered.
   *
   * @param reason stable, in kebab case: {@code timeout}, {@code unknown-host}, {@code
   *     address-not-allowed}, {@code tls}, {@code connection}, {@code bad-answer}, {@code
   *     unreadable-event}, {@code internal} for a fault of this program
   */
  record Failed(String reason) implements AttemptResult {}
}
