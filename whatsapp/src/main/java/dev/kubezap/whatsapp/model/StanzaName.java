package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What names a message on the wire.
 *
 * @param chat {@link StoredMessage#chat()}
 * @param stanzaId chosen by the sender, so unique only together with the rest
 * @param fromMe whether this account sent it
 * @param author {@link StoredMessage#sender()} where others than one write to the chat: two members
 *     of a group may choose one id; empty for what this account sent, and in direct chats
 */
public record StanzaName(Jid chat, String stanzaId, boolean fromMe, Optional<Jid> author) {
  /** Of a direct chat, or of this account. */
  public StanzaName(Jid chat, String stanzaId, boolean fromMe) {
    this(chat, stanzaId, fromMe, Optional.empty());
  }

  /** The name of a stored message. */
  public static StanzaName of(StoredMessage message) {
    return new StanzaName(
        message.chat(),
        message.stanzaId(),
        message.fromMe(),
        message.fromMe() || message.chat().isUser()
            ? Optional.empty()
            : Optional.of(message.sender()));
  }

  /**
   * The names that a message may have.
   *
   * @param authors by which names its author may be filed; not used for what this account sent, nor
   *     in direct chats
   */
  public static List<StanzaName> of(
      Jid chat, String stanzaId, boolean fromMe, Collection<Jid> authors) {
    return fromMe || chat.isUser()
        ? List.of(new StanzaName(chat, stanzaId, fromMe))
        : authors.stream()
            .map(author -> new StanzaName(chat, stanzaId, false, Optional.of(author)))
            .toList();
  }
}
