package dev.kubezap.pod.store;

import java.time.Instant;
import java.util.Optional;

/**
 * When a message got how far, as far as that was told.
 *
 * @param queued when it was accepted from its caller; known for 30 days
 * @param sent when WhatsApp had it
 * @param delivered when its recipient had it, all of them in a group
 * @param read when the recipient, or this account, had read it
 * @param played when the recipient had listened to it
 */
public record MessageTimes(
    Optional<Instant> queued,
    Optional<Instant> sent,
    Optional<Instant> delivered,
    Optional<Instant> read,
    Optional<Instant> played) {
  /** Nothing was told. */
  public static final MessageTimes NONE =
      new MessageTimes(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
