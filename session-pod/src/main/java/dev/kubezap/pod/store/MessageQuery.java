package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Which messages are wanted; what is empty does not restrict.
 *
 * @param chat by either form of its id
 * @param fromMe sent by this account
 * @param type such as {@code text}
 * @param from not older than this
 * @param to older than this
 * @param metadata what the caller gave the message when it was sent
 * @param deleted whether it was deleted, for everyone or for this account
 * @param starred whether this account starred it
 * @param before older than what is there
 * @param after newer than what is there
 */
public record MessageQuery(
    Optional<Jid> chat,
    Optional<Boolean> fromMe,
    Optional<String> type,
    Optional<MessageStatus> status,
    Optional<Jid> sender,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> stanzaId,
    Optional<Metadata> metadata,
    Optional<Boolean> deleted,
    Optional<Boolean> starred,
    Optional<Edge> before,
    Optional<Edge> after) {

  /** Every message. */
  public static final MessageQuery ALL =
      new MessageQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * A place in a list.
   *
   * @param at its time
   * @param id of the message that is there; empty for a time
   */
  public record Edge(Instant at, Optional<String> id) {}

  /** A pair that a caller gave a message. */
  public record Metadata(String name, String value) {}

  /** By what WhatsApp knows of messages. */
  public MessageQuery(
      Optional<Jid> chat,
      Optional<Boolean> fromMe,
      Optional<String> type,
      Optional<MessageStatus> status,
      Optional<Jid> sender,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> stanzaId) {
    this(
        chat,
        fromMe,
        type,
        status,
        sender,
        from,
        to,
        stanzaId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The messages of one chat. */
  public static MessageQuery ofChat(Jid chat) {
    return ALL.in(chat);
  }

  /** The same of one chat. */
  public MessageQuery in(Jid other) {
    return new MessageQuery(
        Optional.of(other),
        fromMe,
        type,
        status,
        sender,
        from,
        to,
        stanzaId,
        metadata,
        deleted,
        starred,
        before,
        after);
  }
}
