package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Committed state with a bounded memory of what was read or written last: records, absent ones
 * included, messages on their way, and chats. It is never stale, since only the owner of the
 * session writes, and only through {@link #commit}. Used by one thread.
 */
final class CachedState implements SessionStore {
  /** A record counts as one more for each time that it is this large. */
  private static final int LARGE_RECORD = 4_096;

  private final SessionStore store;
  private final Recent<RecordKey<?>, Optional<Object>> records;
  private final MessageCache messages;
  private final SendQueue queue;

  /**
   * @param capacity how many records are remembered, fewer when some are large
   */
  CachedState(SessionStore store, int capacity) {
    this.store = store;
    this.records = new Recent<>(capacity, CachedState::weight);
    this.messages = new MessageCache(store);
    this.queue = new SendQueue(store);
  }

  @SuppressWarnings("unchecked")
  private static <V> int weight(RecordKey<V> key, Optional<Object> value) {
    return value.isEmpty() ? 1 : 1 + key.size((V) value.get()) / LARGE_RECORD;
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
      case Change.PutMessage put -> messages.stored(put.message());
      case Change.MoveMessage move -> messages.stored(move.message());
      case Change.JoinQueue join -> queue.joined(join.queued());
      case Change.LeaveQueue leave -> queue.left(leave.messageId());
      case Change.PutOutgoing put -> messages.stored(put.outgoing());
      case Change.MoveOutgoing move -> messages.stored(move.outgoing());
      case Change.PutPrepared put -> queue.stored(put.prepared());
      case Change.RemovePrepared remove -> queue.acknowledged(remove.messageId());
      case Change.PutChat put -> messages.stored(put.chat());
      case Change.MergeChats _ -> {
        messages.forget();
        queue.forget();
      }
      case Change.ForgetDevice _ -> forget();
      case Change.Append _ -> {}
    }
  }

  /** Drops everything remembered. */
  void forget() {
    records.clear();
    messages.forget();
    queue.forget();
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    return store.recordNames(kind, after, limit);
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    return messages.message(id);
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    return messages.byStanza(names);
  }

  /** Reads what is wanted and not remembered, in two round trips at most. */
  void fetch(Collection<Wanted> all) {
    Set<RecordKey<?>> keys = new LinkedHashSet<>();
    Set<StanzaName> names = new LinkedHashSet<>();
    for (Wanted wanted : all) {
      keys.addAll(wanted.records());
      names.addAll(wanted.messages());
    }
    if (!keys.isEmpty()) {
      read(keys);
    }
    if (!names.isEmpty()) {
      messages.byStanza(names);
    }
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    return messages.outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return messages.outgoingByStanza(stanzaId);
  }

  @Override
  public Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    return messages.outgoingByStanza(stanzaIds);
  }

  @Override
  public Map<String, StoredMessage> messages(Collection<String> ids) {
    return messages.messages(ids);
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    return queue.queued(limit);
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    return queue.queuedIn(chat, limit);
  }

  @Override
  public List<PreparedStanza> prepared() {
    return queue.prepared();
  }

  @Override
  public Optional<PreparedStanza> prepared(String messageId) {
    return queue.prepared(messageId);
  }

  @Override
  public Unacknowledged unacknowledged() {
    return queue.unacknowledged();
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    return messages.chat(id);
  }
}
