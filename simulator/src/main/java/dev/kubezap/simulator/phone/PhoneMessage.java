package dev.kubezap.simulator.phone;

import java.time.Instant;

/**
 * A message as a phone shows it.
 *
 * @param id the stanza's id
 * @param direction who wrote it
 * @param peer phone number of the other account
 * @param device the device that sent it, as a phone-number address
 * @param text what it says
 * @param at when the phone got or sent it
 * @param timesDelivered how many times the phone decrypted it; more than 1 is a doubled message
 * @param duplicates how many times a copy came that had been decrypted before
 * @param read whether the phone's user has read it
 */
public record PhoneMessage(
    String id,
    Direction direction,
    String peer,
    String device,
    String text,
    Instant at,
    int timesDelivered,
    int duplicates,
    boolean read) {
  /** Who wrote a message. */
  public enum Direction {
    /** The other account. */
    IN,
    /** This account, from this phone or from a companion. */
    OUT
  }

  PhoneMessage deliveredAgain() {
    return new PhoneMessage(
        id, direction, peer, device, text, at, timesDelivered + 1, duplicates, read);
  }

  PhoneMessage duplicated() {
    return new PhoneMessage(
        id, direction, peer, device, text, at, timesDelivered, duplicates + 1, read);
  }

  PhoneMessage markedRead() {
    return new PhoneMessage(
        id, direction, peer, device, text, at, timesDelivered, duplicates, true);
  }

  /** Without the text. */
  @Override
  public String toString() {
    return "PhoneMessage(" + direction + " " + id + " with " + peer + ")";
  }
}
