package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordOrder;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private final Map<String, OutgoingMessage> outgoing = new LinkedHashMap<>();
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
      case Change.PutMessage put -> messages.put(put.message().id(), put.message());
      case Change.PutOutgoing put -> outgoing.put(put.outgoing().messageId(), put.outgoing());
      case Change.PutPrepared put -> {
        prepared.put(put.prepared().number(), put.prepared());
        transmitted.remove(put.prepared().messageId());
      }
      case Change.RemovePrepared remove -> {
        prepared.values().removeIf(stanza -> stanza.messageId().equals(remove.messageId()));
        transmitted.add(remove.messageId());
      }
      case Change.PutChat put -> chats.put(put.chat().id(), Optional.of(put.chat()));
      case Change.MergeChats merge -> merge(merge.from(), merge.into());
      case Change.Append append -> {}
      case Change.ForgetDevice forget -> {
        forgotten = true;
        records.clear();
        outgoing.clear();
        prepared.clear();
        transmitted.clear();
      }
    }
  }

  private void merge(Jid from, Jid into) {
    Optional<Chat> old = chat(from);
    Optional<Chat> kept = chat(into);
    old.ifPresent(
        chat ->
            chats.put(into, Optional.of(kept.map(k -> k.absorb(chat)).orElse(chat.withId(into)))));
    chats.put(from, Optional.empty());
    merged.put(from, into);
    messages.replaceAll(
        (id, message) -> message.chat().equals(from) ? message.inChat(into) : message);
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
  public Optional<StoredMessage> messageByStanza(Jid chat, String stanzaId, boolean fromMe) {
    return messages.values().stream()
        .filter(message -> message.fromMe() == fromMe)
        .filter(message -> message.stanzaId().equals(stanzaId) && message.chat().equals(chat))
        .findFirst()
        .or(() -> committedByStanza(chat, stanzaId, fromMe));
  }

  private Optional<StoredMessage> committedByStanza(Jid chat, String stanzaId, boolean fromMe) {
    Optional<StoredMessage> found = committed.messageByStanza(chat, stanzaId, fromMe);
    for (Map.Entry<Jid, Jid> merge : merged.entrySet()) {
      if (found.isEmpty() && merge.getValue().equals(chat)) {
        found = committed.messageByStanza(merge.getKey(), stanzaId, fromMe);
      }
    }
    return found.map(message -> messages.getOrDefault(message.id(), placed(message)));
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
        outgoing.values().stream()
            .filter(message -> message.stanzaId().equals(stanzaId))
            .findFirst();
    return changed.isPresent() || forgotten ? changed : committed.outgoingByStanza(stanzaId);
  }

  @Override
  public List<OutgoingMessage> queued(int limit) {
    Map<String, OutgoingMessage> all = new HashMap<>();
    if (!forgotten) {
      // Messages that this batch takes from the queue are still queued in what is committed.
      committed
          .queued(limit + messages.size())
          .forEach(message -> all.put(message.messageId(), message));
    }
    all.putAll(outgoing);
    return all.values().stream()
        .filter(message -> isQueued(message.messageId()))
        .sorted(
            Comparator.comparing(OutgoingMessage::acceptedAt)
                .thenComparing(OutgoingMessage::messageId))
        .limit(limit)
        .toList();
  }

  private boolean isQueued(String id) {
    StoredMessage changed = messages.get(id);
    if (changed != null) {
      return changed.status() == MessageStatus.QUEUED;
    }
    return !outgoing.containsKey(id)
        || committed
            .message(id)
            .filter(message -> message.status() == MessageStatus.QUEUED)
            .isPresent();
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
  public Optional<Chat> chat(Jid id) {
    Optional<Chat> changed = chats.get(id);
    return changed != null ? changed : committed.chat(id);
  }
}
