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
 */
public record MessageQuery(
    Optional<Jid> chat,
    Optional<Boolean> fromMe,
    Optional<String> type,
    Optional<MessageStatus> status,
    Optional<Jid> sender,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> stanzaId) {

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

  /** The messages of one chat. */
  public static MessageQuery ofChat(Jid chat) {
    return new MessageQuery(
        Optional.of(chat),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
