package dev.kubezap.pod.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that was not delivered at the first attempt, or waits behind one of its chat.
 *
 * @param sequence the event's
 * @param subject the chat whose order it keeps
 * @param attempts failed attempts so far
 * @param nextAt when it is tried next; empty when it was never tried
 * @param firstAttemptAt when it was tried first
 * @param lastAttemptAt when it was tried last
 * @param lastStatus the last answer's HTTP status
 * @param lastError why there was no answer
 */
public record Delivery(
    long sequence,
    Optional<String> subject,
    int attempts,
    Optional<Instant> nextAt,
    Optional<Instant> firstAttemptAt,
    Optional<Instant> lastAttemptAt,
    Optional<Integer> lastStatus,
    Optional<String> lastError) {

  /** One that was never tried. */
  static Delivery fresh(long sequence, Optional<String> subject) {
    return new Delivery(
        sequence,
        subject,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same after one more failed attempt. */
  Delivery failed(AttemptResult result, Instant now, Instant next) {
    return new Delivery(
        sequence,
        subject,
        attempts + 1,
        Optional.of(next),
        firstAttemptAt.or(() -> Optional.of(now)),
        Optional.of(now),
        result instanceof AttemptResult.Refused refused
            ? Optional.of(refused.status())
            : Optional.empty(),
        result instanceof AttemptResult.Failed failed
            ? Optional.of(failed.reason())
            : Optional.empty());
  }

  /** The same, due now. */
  Delivery due(Instant now) {
    return new Delivery(
        sequence,
        subject,
        attempts,
        nextAt.map(later -> later.isAfter(now) ? now : later),
        firstAttemptAt,
        lastAttemptAt,
        lastStatus,
        lastError);
  }

  /** What it is in order with; events of no chat are in order with one another. */
  String chat() {
    return subject.orElse("");
  }

  boolean isDue(Instant now) {
    return nextAt.isEmpty() || !nextAt.get().isAfter(now);
  }
}
