package dev.kubezap.whatsapp.store;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Committed state, read while gathering. Every method may wait for the database and throws {@link
 * StoreUnavailableException} when it cannot answer.
 */
public interface StateReader {

  /**
   * Reads many records in one round trip; keys that hold nothing are absent from the answer. Values
   * are of their key's type.
   */
  Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys);

  /** Reads one record. */
  default <V> Optional<V> read(RecordKey<V> key) {
    @SuppressWarnings("unchecked") // read answers with values of their key's type
    V value = (V) read(List.of(key)).get(key);
    return Optional.ofNullable(value);
  }

  /**
   * The names of the records of one kind, in the order of their UTF-8 bytes: what a session that
   * begins looks for when it finishes the work that a crash left behind.
   *
   * @param kind as {@link RecordKey#kind}
   * @param after only names that come after this one; empty for the first
   * @param limit how many at most, more than 0; fewer come back only when there are no more
   */
  List<String> recordNames(String kind, String after, int limit);

  /** The message with this id of ours. */
  Optional<StoredMessage> message(String id);

  /** The messages that these stanza ids name, in one round trip; unknown ones are absent. */
  Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names);

  /**
   * The message that this stanza id names in a direct chat, or that this account sent.
   *
   * @param fromMe whether it was sent by this account
   */
  default Optional<StoredMessage> messageByStanza(Jid chat, String stanzaId, boolean fromMe) {
    StanzaName name = new StanzaName(chat, stanzaId, fromMe);
    return Optional.ofNullable(messagesByStanza(List.of(name)).get(name));
  }

  /** The first message that one of these names leads to, in their order. */
  default Optional<StoredMessage> firstByStanza(Collection<StanzaName> names) {
    Map<StanzaName, StoredMessage> found = messagesByStanza(names);
    return names.stream()
        .flatMap(name -> Optional.ofNullable(found.get(name)).stream())
        .findFirst();
  }

  /** What is or was sent under this id of ours, kept 30 days. */
  Optional<OutgoingMessage> outgoing(String messageId);

  /** The message of a chat that was sent with this stanza id, kept 30 days. */
  Optional<OutgoingMessage> outgoingByStanza(String stanzaId);

  /** The messages of chats that were sent with these stanza ids; unknown ones are absent. */
  default Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    Map<String, OutgoingMessage> found = new LinkedHashMap<>();
    stanzaIds.forEach(id -> outgoingByStanza(id).ifPresent(message -> found.put(id, message)));
    return found;
  }

  /** The messages with these ids of ours; unknown ones are absent. */
  default Map<String, StoredMessage> messages(Collection<String> ids) {
    Map<String, StoredMessage> found = new LinkedHashMap<>();
    ids.forEach(id -> message(id).ifPresent(message -> found.put(id, message)));
    return found;
  }

  /** What waits to be prepared, in the order of acceptance. */
  List<QueuedMessage> queued(int limit);

  /** The ids of what goes to one chat of it, in the order of acceptance. */
  List<String> queuedIn(Jid chat, int limit);

  /** Stanzas whose acknowledgement is not stored, in the order of their numbers. */
  List<PreparedStanza> prepared();

  /** The one that carries this message. */
  default Optional<PreparedStanza> prepared(String messageId) {
    return prepared().stream().filter(stanza -> stanza.messageId().equals(messageId)).findFirst();
  }

  /** How much they are together. */
  default Unacknowledged unacknowledged() {
    return Unacknowledged.of(prepared());
  }

  /** The chat with this id. */
  Optional<Chat> chat(Jid id);
}
