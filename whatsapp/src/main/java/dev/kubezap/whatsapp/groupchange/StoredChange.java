package dev.kubezap.whatsapp.groupchange;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A change of a group that is not known to be done.
 *
 * @param own the device that was asked to do it: no other does
 * @param acceptedAt when
 * @param sent whether the service may have been asked for it
 * @param attempt who asks for it at the moment; empty when nobody does
 * @param key that its caller repeats it under
 */
record StoredChange(
    ServiceRequest<?> change,
    Jid own,
    Instant acceptedAt,
    boolean sent,
    Optional<Attempt> attempt,
    Optional<String> key) {

  /** Longer than an answer is waited for. */
  static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(60);

  /** What nobody could be asked for that long is not wanted any more. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);

  /**
   * The service was asked.
   *
   * @param run names the process
   * @param at when
   */
  record Attempt(String run, Instant at) {}

  /** The same, which this process asks for now. */
  StoredChange attempted(String run, Instant now) {
    return new StoredChange(change, own, acceptedAt, true, Optional.of(new Attempt(run, now)), key);
  }

  /** The same, whose answer did not come. */
  StoredChange unanswered() {
    return new StoredChange(change, own, acceptedAt, sent, Optional.empty(), key);
  }

  /** Whether this process waits for the answer at the moment: another one's are lost with it. */
  boolean isAsked(String run, Instant now) {
    return attempt
        .filter(
            one ->
                one.run().equals(run)
                    && !one.at().isAfter(now)
                    && one.at().plus(LONGEST_ATTEMPT).isAfter(now))
        .isPresent();
  }

  /** Whether it has waited for too long. */
  boolean isExpired(Instant now) {
    return acceptedAt.plus(LONGEST_WAIT).isBefore(now);
  }

  /** Whether it is this device's. */
  boolean isOf(Turn turn) {
    return turn.ownJid().equals(own);
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "StoredChange[" + change + "]";
  }
}
