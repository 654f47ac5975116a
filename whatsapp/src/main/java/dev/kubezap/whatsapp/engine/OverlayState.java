package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.RecordOrder;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, OutgoingMessage> outgoing = new LinkedHashMap<>();
  private final Map<String, String> outgoingIds = new HashMap<>();
  private final Map<Jid, Optional<Chat>> chats = new HashMap<>();
  private final MergedChats merged = new MergedChats();
  private final OverlayQueue queue;
  private boolean forgotten;

  OverlayState(StateReader committed) {
    this.committed = committed;
    this.queue = new OverlayQueue(committed, merged);
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
      case Change.JoinQueue join -> queue.joined(join.queued());
      case Change.LeaveQueue leave -> queue.left(leave.messageId());
      case Change.PutOutgoing put -> put(put.outgoing());
      case Change.MoveOutgoing move -> put(move.outgoing());
      case Change.PutPrepared put -> queue.stored(put.prepared());
      case Change.RemovePrepared remove -> queue.acknowledged(remove.messageId());
      case Change.PutChat put -> chats.put(put.chat().id(), Optional.of(put.chat()));
      case Change.MergeChats merge -> merge(merge.from(), merge.into());
      case Change.Append append -> {}
      case Change.ForgetDevice forget -> {
        forgotten = true;
        records.keySet().removeIf(key -> !RecordKind.isKeptAtLogOut(key.kind()));
        outgoing.clear();
        outgoingIds.clear();
        queue.forgetDevice();
      }
    }
  }

  private void put(StoredMessage message) {
    messages.put(message.id(), message);
    messageIds.computeIfAbsent(message.stanzaId(), any -> new LinkedHashSet<>()).add(message.id());
  }

  private void put(OutgoingMessage message) {
    outgoing.put(message.messageId(), message);
    if (message.changes().isEmpty()) {
      outgoingIds.put(message.stanzaId(), message.messageId());
    }
  }

  private void merge(Jid from, Jid into) {
    Optional<Chat> old = chat(from);
    Optional<Chat> kept = chat(into);
    old.ifPresent(
        chat ->
            chats.put(into, Optional.of(kept.map(k -> k.absorb(chat)).orElse(chat.withId(into)))));
    chats.put(from, Optional.empty());
    merged.merge(from, into);
    messages.replaceAll(
        (id, message) -> message.chat().equals(from) ? message.inChat(into) : message);
    queue.merge(from, into);
  }

  /** Whether what is committed of a kind of records still counts. */
  private boolean isCommitted(String kind) {
    return !forgotten || RecordKind.isKeptAtLogOut(kind);
  }

  @Override
  public Map<RecordKey<?>, Object> read(Collection<? extends RecordKey<?>> keys) {
    Map<RecordKey<?>, Object> found = new HashMap<>();
    List<RecordKey<?>> unknown = new ArrayList<>();
    for (RecordKey<?> key : keys) {
      Optional<Object> changed = records.get(key);
      if (changed != null) {
        changed.ifPresent(value -> found.put(key, value));
      } else if (isCommitted(key.kind())) {
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
    if (isCommitted(kind)) {
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
    Map<StanzaName, List<StanzaName>> before = new LinkedHashMap<>();
    for (StanzaName name : names) {
      changedByStanza(name)
          .ifPresentOrElse(message -> found.put(name, message), () -> before.put(name, was(name)));
    }
    if (!before.isEmpty()) {
      // All in one round trip.
      Map<StanzaName, StoredMessage> committedOnes =
          committed.messagesByStanza(before.values().stream().flatMap(List::stream).toList());
      before.forEach(
          (name, all) ->
              all.stream()
                  .flatMap(was -> Optional.ofNullable(committedOnes.get(was)).stream())
                  .findFirst()
                  .map(message -> messages.getOrDefault(message.id(), placed(message)))
                  .filter(message -> message.chat().equals(name.chat()))
                  .ifPresent(message -> found.put(name, message)));
    }
    return found;
  }

  private Optional<StoredMessage> changedByStanza(StanzaName name) {
    return messageIds.getOrDefault(name.stanzaId(), Set.of()).stream()
        .flatMap(id -> Optional.ofNullable(messages.get(id)).stream())
        .filter(message -> StanzaName.of(message).equals(name))
        .findFirst();
  }

  /** By which names it may be committed. */
  private List<StanzaName> was(StanzaName name) {
    return merged.before(name.chat()).stream()
        .map(chat -> new StanzaName(chat, name.stanzaId(), name.fromMe(), name.author()))
        .toList();
  }

  private StoredMessage placed(StoredMessage message) {
    Jid now = merged.now(message.chat());
    return now.equals(message.chat()) ? message : message.inChat(now);
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
  public Map<String, OutgoingMessage> outgoingByStanza(Collection<String> stanzaIds) {
    Map<String, OutgoingMessage> found = new LinkedHashMap<>();
    if (!forgotten) {
      found.putAll(committed.outgoingByStanza(stanzaIds));
    }
    stanzaIds.forEach(
        id ->
            Optional.ofNullable(outgoingIds.get(id))
                .map(outgoing::get)
                .ifPresent(changed -> found.put(id, changed)));
    return found;
  }

  @Override
  public Map<String, StoredMessage> messages(Collection<String> ids) {
    Map<String, StoredMessage> found = new LinkedHashMap<>();
    committed.messages(ids).forEach((id, message) -> found.put(id, placed(message)));
    ids.forEach(
        id -> Optional.ofNullable(messages.get(id)).ifPresent(changed -> found.put(id, changed)));
    return found;
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
    Optional<Chat> changed = chats.get(id);
    return changed != null ? changed : committed.chat(id);
  }
}
