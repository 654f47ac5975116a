package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordOrder;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Committed state as it will be once the changes decided so far in this batch are committed: later
 * inputs of a batch see what earlier ones decided. Used by one thread, for one batch.
 */
final class OverlayState implements StateReader {
  private final StateReader committed;
  private final Map<RecordKey<?>, Optional<Object>> records = new HashMap<>();
  private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
  private final Map<String, Set<String>> messageIds = new HashMap<>();
  private final TreeMap<String, Jid> joined = new TreeMap<>();
  private final Set<String> left = new HashSet<>();
  private final Map<String, OutgoingMessage> outgoing = new LinkedHashMap<>();
  private final Map<String, String> outgoingIds = new HashMap<>();
  private final Map<Long, PreparedStanza> prepared = new TreeMap<>();
  private final Set<String> transmitted = new HashSet<>();
  private final Map<Jid, Optional<Chat>> chats = new HashMap<>();
  private final Map<Jid, Jid> merged = new HashMap<>();
  private boolean forgotten;

  OverlayState(StateReader committed) {
    this.committed = committed;
  }

  /** Makes changes visible. */
  void apply(List<Change> changes) {
    changes.forEach(this::apply);
  }

  private void apply(Change change) {
    switch (change) {
      case Change.Put<?> put -> records.put(put.key(), Optional.of(put.value()));
      case Change.Remove remove -> records.put(remove.key(), Optional.empty());
      case Change.PutMessage put -> put(put.message());
      case Change.MoveMessage move -> put(move.message());
      case Change.PutOutgoing put -> {
        outgoing.put(put.outgoing().messageId(), put.outgoing());
        outgoingIds.put(put.outgoing().stanzaId(), put.outgoing().messageId());
      }
      case Change.PutPrepared put -> {
        transmitted(put.prepared().messageId());
        prepared.put(put.prepared().number(), put.prepared());
      }
      case Change.RemovePrepared remove -> transmitted(remove.messageId());
      case Change.PutChat put -> chats.put(put.chat().id(), Optional.of(put.chat()));
      case Change.MergeChats merge -> merge(merge.from(), merge.into());
      case Change.Append append -> {}
      case Change.ForgetDevice forget -> {
        forgotten = true;
        records.clear();
        outgoing.clear();
        outgoingIds.clear();
        joined.clear();
        prepared.clear();
        transmitted.clear();
      }
    }
  }

  /** What is committed of the message's stanza does not count any more. */
  private void transmitted(String messageId) {
    prepared.values().removeIf(stanza -> stanza.messageId().equals(messageId));
    transmitted.add(messageId);
  }

  private void put(StoredMessage message) {
    messages.put(message.id(), message);
    messageIds.computeIfAbsent(message.stanzaId(), any -> new LinkedHashSet<>()).add(message.id());
    if (message.status() == MessageStatus.QUEUED) {
      joined.put(message.id(), message.chat());
      left.remove(message.id());
    } else {
      joined.remove(message.id());
      left.add(message.id());
    }
  }

  private void merge(Jid from, Jid into) {
    Optional<Chat> old = chat(from);
    Optional<Chat> kept = chat(into);
    old.ifPresent(
        chat ->
            chats.put(into, Optional.of(kept.map(k -> k.absorb(chat)).orElse(chat.withId(into)))));
    chats.put(from, Optional.empty());
    merged.replaceAll((before, after) -> after.equals(from) ? into : after);
    merged.put(from, into);
    messages.replaceAll(
        (id, message) -> message.chat().equals(from) ? message.inChat(into) : message);
    joined.replaceAll((id, chat) -> chat.equals(from) ? into : chat);
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    Map<RecordKey<?>, Object> found = new HashMap<>();
    List<RecordKey<?>> unknown = new ArrayList<>();
    for (RecordKey<?> key : keys) {
      Optional<Object> changed = records.get(key);
      if (changed != null) {
        changed.ifPresent(value -> found.put(key, value));
      } else if (!forgotten) {
        unknown.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      found.putAll(committed.read(unknown));
    }
    return found;
  }

  @Override
  public List<String> recordNames(String kind, String after, int limit) {
    NavigableSet<String> names = new TreeSet<>(RecordOrder.NAMES);
    Map<String, Boolean> changed = new HashMap<>();
    records.forEach(
        (key, value) -> {
          if (key.kind().equals(kind)) {
            changed.put(key.name(), value.isPresent());
          }
        });
    if (!forgotten) {
      // As many more as this batch may have removed of them.
      names.addAll(committed.recordNames(kind, after, limit + changed.size()));
    }
    changed.forEach(
        (name, present) -> {
          if (present) {
            names.add(name);
          } else {
            names.remove(name);
          }
        });
    return names.tailSet(after, false).stream().limit(limit).toList();
  }

  @Override
  public Optional<StoredMessage> message(String id) {
    StoredMessage changed = messages.get(id);
    return changed != null ? Optional.of(changed) : committed.message(id).map(this::placed);
  }

  @Override
  public Map<StanzaName, StoredMessage> messagesByStanza(Collection<StanzaName> names) {
    Map<StanzaName, StoredMessage> found = new HashMap<>();
    for (StanzaName name : names) {
      messageByStanza(name.chat(), name.stanzaId(), name.fromMe())
          .ifPresent(message -> found.put(name, message));
    }
    return found;
  }

  @Override
  public Optional<StoredMessage> messageByStanza(Jid chat, String stanzaId, boolean fromMe) {
    return messageIds.getOrDefault(stanzaId, Set.of()).stream()
        .flatMap(id -> Optional.ofNullable(messages.get(id)).stream())
        .filter(message -> message.fromMe() == fromMe && message.chat().equals(chat))
        .findFirst()
        .or(() -> committedByStanza(chat, stanzaId, fromMe));
  }

  private Optional<StoredMessage> committedByStanza(Jid chat, String stanzaId, boolean fromMe) {
    Optional<StoredMessage> found = Optional.empty();
    for (Jid before : committedNames(chat)) {
      if (found.isEmpty()) {
        found = committed.messageByStanza(before, stanzaId, fromMe);
      }
    }
    return found
        .map(message -> messages.getOrDefault(message.id(), placed(message)))
        .filter(message -> message.chat().equals(chat));
  }

  /** The chats whose committed messages this batch has brought into one. */
  private List<Jid> committedNames(Jid chat) {
    if (merged.isEmpty()) {
      return List.of(chat);
    }
    List<Jid> names = new ArrayList<>();
    if (!merged.containsKey(chat)) {
      names.add(chat);
    }
    merged.forEach(
        (before, after) -> {
          if (after.equals(chat)) {
            names.add(before);
          }
        });
    return names;
  }

  private StoredMessage placed(StoredMessage message) {
    Jid into = merged.get(message.chat());
    return into == null ? message : message.inChat(into);
  }

  @Override
  public Optional<OutgoingMessage> outgoing(String messageId) {
    OutgoingMessage changed = outgoing.get(messageId);
    return changed != null || forgotten
        ? Optional.ofNullable(changed)
        : committed.outgoing(messageId);
  }

  @Override
  public Optional<OutgoingMessage> outgoingByStanza(String stanzaId) {
    Optional<OutgoingMessage> changed =
        Optional.ofNullable(outgoingIds.get(stanzaId)).map(outgoing::get);
    return changed.isPresent() || forgotten ? changed : committed.outgoingByStanza(stanzaId);
  }

  @Override
  public List<QueuedMessage> queued(int limit) {
    TreeMap<String, QueuedMessage> all = new TreeMap<>();
    if (!forgotten) {
      // Messages that this batch takes from the queue are still queued in what is committed.
      committed.queued(limit + left.size()).stream()
          .filter(message -> !left.contains(message.id()))
          .forEach(
              message ->
                  all.put(
                      message.id(),
                      new QueuedMessage(
                          message.id(), merged.getOrDefault(message.chat(), message.chat()))));
    }
    joined.forEach((id, chat) -> all.put(id, new QueuedMessage(id, chat)));
    return all.values().stream().limit(limit).toList();
  }

  @Override
  public List<String> queuedIn(Jid chat, int limit) {
    TreeSet<String> all = new TreeSet<>();
    if (!forgotten) {
      committedNames(chat).stream()
          .flatMap(known -> committed.queuedIn(known, limit + left.size()).stream())
          .filter(id -> !left.contains(id))
          .forEach(all::add);
    }
    joined.forEach(
        (id, where) -> {
          if (where.equals(chat)) {
            all.add(id);
          }
        });
    return all.stream().limit(limit).toList();
  }

  @Override
  public List<PreparedStanza> prepared() {
    Map<Long, PreparedStanza> all = new TreeMap<>();
    if (!forgotten) {
      committed.prepared().stream()
          .filter(stanza -> !transmitted.contains(stanza.messageId()))
          .forEach(stanza -> all.put(stanza.number(), stanza));
    }
    all.putAll(prepared);
    return List.copyOf(all.values());
  }

  @Override
  public Optional<PreparedStanza> prepared(String messageId) {
    Optional<PreparedStanza> changed =
        prepared.values().stream()
            .filter(stanza -> stanza.messageId().equals(messageId))
            .findFirst();
    return changed.isPresent() || forgotten || transmitted.contains(messageId)
        ? changed
        : committed.prepared(messageId);
  }

  @Override
  public int unacknowledged() {
    if (forgotten) {
      return prepared.size();
    }
    long replaced = transmitted.stream().filter(id -> committed.prepared(id).isPresent()).count();
    return committed.unacknowledged() + prepared.size() - (int) replaced;
  }

  @Override
  public Optional<Chat> chat(Jid id) {
    Optional<Chat> changed = chats.get(id);
    return changed != null ? changed : committed.chat(id);
  }
}
