package dev.kubezap.whatsapp.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A session's state in this process' memory, for tests, tools and measurements: all of it is gone
 * with the process. Records are kept in their stored form, so that a kind that cannot read what it
 * wrote shows here too. Safe for use by many threads.
 */
public final class MemoryStore implements SessionStore {
  private final Map<Name, ByteString> records = new HashMap<>();
  private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
  private final Map<String, OutgoingMessage> outgoing = new HashMap<>();
  private final TreeMap<String, Jid> queue = new TreeMap<>();
  private final TreeMap<Long, PreparedStanza> prepared = new TreeMap<>();
  private final Map<Jid, Chat> chats = new LinkedHashMap<>();
  private final List<Change.Append> events = new ArrayList<>();
  private long commits;

  private record Name(String kind, String name) {
    static Name of(RecordKey<?> key) {
      return new Name(key.kind(), key.name());
    }
  }

  @Override
  public synchronized void commit(List<Change> changes) throws FencedException {
    commits++;
    changes.forEach(this::apply);
  }

  private void apply(Change change) {
    switch (change) {
      case Change.Put<?> put -> put(put);
      case Change.Remove remove -> records.remove(Name.of(remove.key()));
      case Change.PutMessage put -> messages.put(put.message().id(), put.message());
      case Change.MoveMessage move -> move(move.message());
      case Change.JoinQueue join -> queue.put(join.queued().id(), join.queued().chat());
      case Change.LeaveQueue leave -> queue.remove(leave.messageId());
      case Change.PutOutgoing put -> outgoing.put(put.outgoing().messageId(), put.outgoing());
      case Change.MoveOutgoing move -> move(move.outgoing());
      case Change.PutPrepared put -> {
        removePrepared(put.prepared().messageId());
        prepared.put(put.prepared().number(), put.prepared());
      }
      case Change.RemovePrepared remove -> removePrepared(remove.messageId());
      case Change.PutChat put -> chats.put(put.chat().id(), put.chat());
      case Change.MergeChats merge -> merge(merge.from(), merge.into());
      case Change.Append append -> events.add(append);
      case Change.ForgetDevice forget -> {
        records.keySet().removeIf(name -> !RecordKind.isKeptAtLogOut(name.kind()));
        outgoing.clear();
        prepared.clear();
      }
    }
  }

  private void move(StoredMessage moved) {
    messages.computeIfPresent(
        moved.id(), (id, stored) -> stored.withStatus(moved.status(), moved.failure()));
  }

  private void move(OutgoingMessage moved) {
    outgoing.computeIfPresent(
        moved.messageId(), (id, stored) -> stored.deliveredTo(moved.delivered()));
  }

  private void removePrepared(String messageId) {
    prepared.values().removeIf(stanza -> stanza.messageId().equals(messageId));
  }

  private <V> void put(Change.Put<V> put) {
    records.put(Name.of(put.key()), put.key().encode(put.value()));
  }

  private void merge(Jid from, Jid into) {
    messages.replaceAll(
        (id, message) -> message.chat().equals(from) ? message.inChat(into) : message);
    queue.replaceAll((id, chat) -> chat.equals(from) ? into : chat);
    Chat old = chats.remove(from);
    Chat kept = chats.get(into);
    if (old != null) {
      chats.put(into, kept == null ? old.withId(into) : kept.absorb(old));
    }
  }

  @Override
  public synchronized Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    Map<RecordKey<?>, Object> found = new HashMap<>();
    for (RecordKey<?> key : keys) {
      ByteString encoded = records.get(Name.of(key));
      if (encoded != null) {
        StoredValue.decode(key, () -> encoded).ifPresent(value -> found.put(key, value));
      }
    }
    return found;
  }

  @Override
  public synchronized List<String> recordNames(String kind, String after, int limit) {
    return records.keySet().stream()
        .filter(name -> name.kind().equals(kind))
        .map(Name::name)
        .filter(name -> RecordOrder.NAMES.compare(name, after) > 0)
        .sorted(RecordOrder.NAMES)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<StoredMessage> message(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  @Override
  public synchronized Map<StanzaName, StoredMessage> messagesByStanza(
      Collection<StanzaName> names) {
    Set<StanzaName> wanted = Set.copyOf(names);
    Map<StanzaName, StoredMessage> found = new HashMap<>();
    for (StoredMessage message : messages.values()) {
      StanzaName name = StanzaName.of(message);
      if (wanted.contains(name)) {
        found.putIfAbsent(name, message);
      }
    }
    return found;
  }

  @Override
  public synchronized Optional<OutgoingMessage> outgoing(String messageId) {
    return Optional.ofNullable(outgoing.get(messageId));
  }

  @Override
  public synchronized Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    return outgoing.values().stream()
        .filter(message -> message.stanzaId().equals(stanzaId) && message.changes().isEmpty())
        .findFirst();
  }

  @Override
  public synchronized List<QueuedMessage> queued(int limit) {
    return queue.entrySet().stream()
        .filter(queued -> outgoing.containsKey(queued.getKey()))
        .limit(limit)
        .map(queued -> new QueuedMessage(queued.getKey(), queued.getValue()))
        .toList();
  }

  @Override
  public synchronized List<String> queuedIn(Jid chat, int limit) {
    return queue.entrySet().stream()
        .filter(queued -> queued.getValue().equals(chat))
        .filter(queued -> outgoing.containsKey(queued.getKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized List<PreparedStanza> prepared() {
    return List.copyOf(prepared.values());
  }

  @Override
  public synchronized Optional<Chat> chat(Jid id) {
    return Optional.ofNullable(chats.get(id));
  }

  /** Another store that holds what this one holds now, as a backup would. */
  public synchronized MemoryStore copy() {
    MemoryStore copy = new MemoryStore();
    synchronized (copy) {
      copy.records.putAll(records);
      copy.messages.putAll(messages);
      copy.outgoing.putAll(outgoing);
      copy.queue.putAll(queue);
      copy.prepared.putAll(prepared);
      copy.chats.putAll(chats);
      copy.events.addAll(events);
      copy.commits = commits;
    }
    return copy;
  }

  /** The outbox so far, in order. */
  public synchronized List<Change.Append> events() {
    return List.copyOf(events);
  }

  /** Every stored message, in the order of first storing. */
  public synchronized List<StoredMessage> messages() {
    return List.copyOf(messages.values());
  }

  /** The names of the records of one kind. */
  public synchronized List<String> records(String kind) {
    return records.keySet().stream()
        .filter(name -> name.kind().equals(kind))
        .map(Name::name)
        .sorted()
        .toList();
  }

  /** How many commits there have been. */
  public synchronized long commits() {
    return commits;
  }
}
