package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Committed state with a bounded memory of the records that were read or written last, absent ones
 * included. Messages and chats are read each time: they are many, and callers outside change none
 * of the records. Used by one thread.
 */
final class CachedState implements SessionStore {
  private final SessionStore store;
  private final Map<RecordKey<?>, Optional<Object>> records;

  /**
   * @param capacity how many records are remembered
   */
  CachedState(SessionStore store, int capacity) {
    this.store = store;
    this.records = new Recent(capacity);
  }

  /** Forgets the record that was used least recently when there are too many. */
  private static final class Recent extends LinkedHashMap<RecordKey<?>, Optional<Object>> {
    private static final long serialVersionUID = 1L;
    private final int capacity;

    Recent(int capacity) {
      super(64, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<RecordKey<?>, Optional<Object>> eldest) {
      return size() > capacity;
    }
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    Map<RecordKey<?>, Object> found = new HashMap<>();
    List<RecordKey<?>> missing = new ArrayList<>();
    for (RecordKey<?> key : keys) {
      Optional<Object> known = records.get(key);
      if (known == null) {
        missing.add(key);
      } else {
        known.ifPresent(value -> found.put(key, value));
      }
    }
    if (!missing.isEmpty()) {
      Map<RecordKey<?>, Object> stored = store.read(missing);
      missing.forEach(key -> records.put(key, Optional.ofNullable(stored.get(key))));
      found.putAll(stored);
    }
    return found;
  }

  @Override
  public void commit(List<Change> changes) throws FencedException {
    try {
      store.commit(changes);
    } catch (FencedException | RuntimeException e) {
      forget();
      throw e;
    }
    changes.forEach(this::remember);
  }

  private void remember(Change change) {
    switch (change) {
      case Change.Put<?> put -> records.put(put.key(), Optional.of(put.value()));
      case Change.Remove remove -> records.put(remove.key(), Optional.empty());
      case Change.ForgetDevice forget -> records.clear();
      default -> {}
    }
  }

  /** Drops everything remembered. */
  void forget() {
    records.clear();
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    return store.recordNames(kind, after, limit);
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return store.message(id);
  }

  @Override
  public Optional<StoredMessage> messageByStanza(Jid chat, String stanzaId, boolean fromMe) {
    return store.messageByStanza(chat, stanzaId, fromMe);
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return store.outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return store.outgoingByStanza(stanzaId);
  }

  @Override
  public List<OutgoingMessage> queued(int limit) {
    return store.queued(limit);
  }

  @Override
  public List<PreparedStanza> prepared() {
    return store.prepared();
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return store.chat(id);
  }
}
