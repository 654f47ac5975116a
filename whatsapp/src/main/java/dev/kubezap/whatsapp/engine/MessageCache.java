package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The committed messages that were sent last, and the chats that were used last: acknowledgement
 * and receipts follow a message within seconds. Used by one thread.
 */
final class MessageCache {
  /** Bytes of messages that are remembered, counted generously. */
  private static final int CAPACITY = 1 << 20;

  private static final int CHATS = 256;

  /** Twice what one batch asks for. */
  private static final int NAMES = 2 * SessionTimes.BATCH_INPUTS;

  private static final int OVERHEAD = 500;

  /** A message counts as one name more for each time that it is this large. */
  private static final int LARGE_MESSAGE = 4_096;

  private final StateReader store;
  private final Recent<String, StoredMessage> messages =
      new Recent<>(CAPACITY, message -> OVERHEAD + 2 * message.encoded().size());
  private final Recent<String, OutgoingMessage> outgoing =
      new Recent<>(CAPACITY, message -> OVERHEAD + message.message().size());
  private final Recent<String, OutgoingMessage> outgoingByStanza =
      new Recent<>(CAPACITY, message -> OVERHEAD + message.message().size());
  private final Recent<StanzaName, Optional<StoredMessage>> byStanza =
      new Recent<>(NAMES, MessageCache::names);
  private final Recent<Jid, Optional<Chat>> chats = Recent.counted(CHATS);

  MessageCache(StateReader store) {
    this.store = store;
  }

  private static int names(Optional<StoredMessage> found) {
    return found.isEmpty() ? 1 : 1 + 2 * found.get().encoded().size() / LARGE_MESSAGE;
  }

  Optional<StoredMessage> message(String id) {
    StoredMessage known = messages.get(id);
    return known != null ? Optional.of(known) : store.message(id);
  }

  /**
   * Messages by their names on the wire. That there is none is remembered: it is asked of every
   * message that comes in.
   */
  Map<StanzaName, StoredMessage> byStanza(Collection<StanzaName> names) {
    Map<StanzaName, StoredMessage> found = new HashMap<>();
    List<StanzaName> unknown = new ArrayList<>();
    for (StanzaName name : names) {
      var known = byStanza.get(name);
      if (known == null) {
        unknown.add(name);
      } else {
        known.ifPresent(message -> found.put(name, message));
      }
    }
    if (!unknown.isEmpty()) {
      Map<StanzaName, StoredMessage> stored = store.messagesByStanza(unknown);
      unknown.forEach(name -> byStanza.put(name, Optional.ofNullable(stored.get(name))));
      found.putAll(stored);
    }
    return found;
  }

  Optional<OutgoingMessage> outgoing(String messageId) {
    OutgoingMessage known = outgoing.get(messageId);
    return known != null ? Optional.of(known) : store.outgoing(messageId);
  }

  Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    OutgoingMessage known = outgoingByStanza.get(stanzaId);
    return known != null ? Optional.of(known) : store.outgoingByStanza(stanzaId);
  }

  Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    return all(stanzaIds, outgoingByStanza, store::outgoingByStanza);
  }

  Map<String, StoredMessage> messages(Collection<String> ids) {
    return all(ids, messages, store::messages);
  }

  /** What is remembered, and the rest from the store at once. */
  private static <V> Map<String, V> all(
      Collection<String> ids,
      Recent<String, V> remembered,
      Function<Collection<String>, Map<String, V>> stored) {
    Map<String, V> found = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      V known = remembered.get(id);
      if (known == null) {
        unknown.add(id);
      } else {
        found.put(id, known);
      }
    }
    if (!unknown.isEmpty()) {
      found.putAll(stored.apply(unknown));
    }
    return found;
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
    byStanza.remove(StanzaName.of(message));
    if (message.fromMe()) {
      messages.put(message.id(), message);
    } else {
      messages.remove(message.id());
    }
  }

  void stored(OutgoingMessage message) {
    outgoing.put(message.messageId(), message);
    if (message.changes().isEmpty()) {
      outgoingByStanza.put(message.stanzaId(), message);
    }
  }

  void stored(Chat chat) {
    chats.put(chat.id(), Optional.of(chat));
  }

  /** Drops everything. */
  void forget() {
    messages.clear();
    byStanza.clear();
    outgoing.clear();
    outgoingByStanza.clear();
    chats.clear();
  }
}
