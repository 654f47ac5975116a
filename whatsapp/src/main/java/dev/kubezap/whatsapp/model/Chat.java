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
 * @param settings how this account keeps it
 */
public record Chat(
    Jid id,
    Optional<Jid> lid,
    Optional<String> name,
    Instant lastMessageAt,
    int unread,
    ChatSettings settings) {

  /** A chat as it begins. */
  public Chat(Jid id, Optional<Jid> lid, Optional<String> name, Instant lastMessageAt, int unread) {
    this(id, lid, name, lastMessageAt, unread, ChatSettings.NONE);
  }

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
        unread + other.unread,
        settings.or(other.settings));
  }

  /** The same chat under another id. */
  public Chat withId(Jid other) {
    return new Chat(other, lid, name, lastMessageAt, unread, settings);
  }

  /** With so many messages that were not read. */
  public Chat withUnread(int next) {
    return new Chat(id, lid, name, lastMessageAt, next, settings);
  }

  /** Kept in another way. */
  public Chat with(ChatSettings next) {
    return new Chat(id, lid, name, lastMessageAt, unread, next);
  }

  /** Kept as another is, when there is one. */
  public Chat keptAs(Optional<Chat> other) {
    return other.map(known -> with(known.settings())).orElse(this);
  }

  /** Whether it is shown: it was not deleted, or something came since. */
  public boolean isShown() {
    return !settings.deleted()
        || settings.clearedAt().filter(until -> !lastMessageAt.isAfter(until)).isEmpty();
  }
}
