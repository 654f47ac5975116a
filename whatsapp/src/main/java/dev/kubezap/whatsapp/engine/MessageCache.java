package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * The committed messages that were sent last, and the chats that were used last: acknowledgement
 * and receipts follow a message within seconds. Used by one thread.
 */
final class MessageCache {
  /** Bytes of messages that are remembered, counted generously. */
  private static final int CAPACITY = 1 << 20;

  private static final int CHATS = 256;
  private static final int OVERHEAD = 500;

  private final StateReader store;
  private final Recent<String, StoredMessage> messages =
      new Recent<>(CAPACITY, message -> OVERHEAD + 2 * message.encoded().size());
  private final Recent<String, OutgoingMessage> outgoing =
      new Recent<>(CAPACITY, message -> OVERHEAD + message.message().size());
  private final Recent<String, OutgoingMessage> outgoingByStanza =
      new Recent<>(CAPACITY, message -> OVERHEAD + message.message().size());
  private final Recent<Jid, Optional<Chat>> chats = Recent.counted(CHATS);

  MessageCache(StateReader store) {
    this.store = store;
  }

  Optional<StoredMessage> message(String id) {
    StoredMessage known = messages.get(id);
    return known != null ? Optional.of(known) : store.message(id);
  }

  Optional<OutgoingMessage> outgoing(String messageId) {
    OutgoingMessage known = outgoing.get(messageId);
    return known != null ? Optional.of(known) : store.outgoing(messageId);
  }

  Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    OutgoingMessage known = outgoingByStanza.get(stanzaId);
    return known != null ? Optional.of(known) : store.outgoingByStanza(stanzaId);
  }

  Optional<Chat> chat(Jid id) {
    var known = chats.get(id);
    if (known != null) {
      return known;
    }
    Optional<Chat> stored = store.chat(id);
    chats.put(id, stored);
    return stored;
  }

  /** A message is stored; one that came in is not looked for again. */
  void stored(StoredMessage message) {
    if (message.fromMe()) {
      messages.put(message.id(), message);
    } else {
      messages.remove(message.id());
    }
  }

  void stored(OutgoingMessage message) {
    outgoing.put(message.messageId(), message);
    outgoingByStanza.put(message.stanzaId(), message);
  }

  void stored(Chat chat) {
    chats.put(chat.id(), Optional.of(chat));
  }

  /** Drops everything. */
  void forget() {
    messages.clear();
    outgoing.clear();
    outgoingByStanza.clear();
    chats.clear();
  }
}
