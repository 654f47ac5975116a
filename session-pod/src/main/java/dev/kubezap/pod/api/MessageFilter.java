package dev.kubezap.pod.api;

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
public record MessageFilter(
    Optional<Jid> chat,
    Optional<Boolean> fromMe,
    Optional<String> type,
    Optional<MessageStatus> status,
    Optional<Jid> sender,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<String> stanzaId) {

  /** The messages of one chat. */
  static MessageFilter ofChat(Jid chat) {
    return new MessageFilter(
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
