package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat as it is listed.
 *
 * @param id the phone number's jid when it is known, else the LID, or a group
 * @param lid the LID, when {@code id} is a phone number and the LID is known
 * @param name the name that the peer or group gave itself
 * @param lastMessageAt the time of the newest message
 * @param unread how many messages came in since the chat was read last
 */
public record Chat(
    Jid id, Optional<Jid> lid, Optional<String> name, Instant lastMessageAt, int unread) {

  /**
   * This chat with another that turned out to be the same: the newer time, both counts, the names
   * that are known.
   */
  public Chat absorb(Chat other) {
    return new Chat(
        id,
        lid.or(other::lid),
        name.or(other::name),
        lastMessageAt.isAfter(other.lastMessageAt) ? lastMessageAt : other.lastMessageAt,
        unread + other.unread);
  }

  /** The same chat under another id. */
  public Chat withId(Jid other) {
    return new Chat(other, lid, name, lastMessageAt, unread);
  }
}
