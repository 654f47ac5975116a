package dev.kubezap.simulator.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.Message;
import java.time.Instant;

/**
 * A message as a phone shows it.
 *
 * @param id the stanza's id
 * @param direction who wrote it
 * @param peer phone number of the other account
 * @param device the device that sent it, as a phone-number address
 * @param text what it says, empty for other kinds than text
 * @param content the encoded {@code Message} of other kinds, empty for text
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
    Bytes content,
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

  /** The text of a message; empty for other kinds. */
  static String text(Message message) {
    return message.hasExtendedTextMessage()
        ? message.getExtendedTextMessage().getText()
        : message.getConversation();
  }

  /** The bytes of a message that is no plain text; those of texts are not kept. */
  static Bytes otherThanText(Message message) {
    return text(message).isEmpty() || message.getExtendedTextMessage().hasContextInfo()
        ? Bytes.of(message.toByteString())
        : Bytes.EMPTY;
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are none
   */
  static Message parse(Bytes encoded) {
    try {
      return Message.parseFrom(encoded.toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the bytes are no Message", e);
    }
  }

  PhoneMessage deliveredAgain() {
    return new PhoneMessage(
        id, direction, peer, device, text, content, at, timesDelivered + 1, duplicates, read);
  }

  PhoneMessage duplicated() {
    return new PhoneMessage(
        id, direction, peer, device, text, content, at, timesDelivered, duplicates + 1, read);
  }

  PhoneMessage markedRead() {
    return new PhoneMessage(
        id, direction, peer, device, text, content, at, timesDelivered, duplicates, true);
  }

  /** Without the text. */
  @Override
  public String toString() {
    return "PhoneMessage(" + direction + " " + id + " with " + peer + ")";
  }
}
