package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The messages on their way as they will be once a batch is committed. Used by one thread. */
final class OverlayQueue {
  private final StateReader committed;
  private final MergedChats merged;
  private final TreeMap<String, Jid> joined = new TreeMap<>();
  private final Set<String> left = new HashSet<>();
  private final TreeMap<Long, PreparedStanza> prepared = new TreeMap<>();
  private final Set<String> replaced = new HashSet<>();
  private boolean forgotten;

  OverlayQueue(StateReader committed, MergedChats merged) {
    this.committed = committed;
    this.merged = merged;
  }

  void joined(QueuedMessage message) {
    joined.put(message.id(), message.chat());
    left.remove(message.id());
  }

  void left(String messageId) {
    joined.remove(messageId);
    left.add(messageId);
  }

  void stored(PreparedStanza stanza) {
    acknowledged(stanza.messageId());
    prepared.put(stanza.number(), stanza);
  }

  /** What is committed of the message's stanza does not count any more. */
  void acknowledged(String messageId) {
    prepared.values().removeIf(stanza -> stanza.messageId().equals(messageId));
    replaced.add(messageId);
  }

  /** The chats that {@link MergedChats} knows as merged are one here too. */
  void merge(Jid from, Jid into) {
    joined.replaceAll((id, chat) -> chat.equals(from) ? into : chat);
  }

  /** Nothing committed can be sent any more. */
  void forgetDevice() {
    forgotten = true;
    joined.clear();
    prepared.clear();
    replaced.clear();
  }

  List<QueuedMessage> queued(int limit) {
    Map<String, QueuedMessage> all = new TreeMap<>();
    if (!forgotten) {
      // Messages that this batch takes from the queue are still queued in what is committed.
      for (QueuedMessage message : committed.queued(limit + left.size())) {
        if (!left.contains(message.id())) {
          all.put(message.id(), new QueuedMessage(message.id(), merged.now(message.chat())));
        }
      }
    }
    joined.forEach((id, chat) -> all.put(id, new QueuedMessage(id, chat)));
    return all.values().stream().limit(limit).toList();
  }

  List<String> queuedIn(Jid chat, int limit) {
    Set<String> all = new TreeSet<>();
    if (!forgotten) {
      for (Jid before : merged.before(chat)) {
        all.addAll(committed.queuedIn(before, limit + left.size()));
      }
      all.removeAll(left);
    }
    joined.forEach(
        (id, where) -> {
          if (where.equals(chat)) {
            all.add(id);
          }
        });
    return all.stream().limit(limit).toList();
  }

  List<PreparedStanza> prepared() {
    Map<Long, PreparedStanza> all = new TreeMap<>();
    if (!forgotten) {
      for (PreparedStanza stanza : committed.prepared()) {
        if (!replaced.contains(stanza.messageId())) {
          all.put(stanza.number(), stanza);
        }
      }
    }
    all.putAll(prepared);
    return List.copyOf(all.values());
  }

  Optional<PreparedStanza> prepared(String messageId) {
    Optional<PreparedStanza> changed =
        prepared.values().stream()
            .filter(stanza -> stanza.messageId().equals(messageId))
            .findFirst();
    return changed.isPresent() || forgotten || replaced.contains(messageId)
        ? changed
        : committed.prepared(messageId);
  }

  Unacknowledged unacknowledged() {
    Unacknowledged left = forgotten ? Unacknowledged.NONE : committed.unacknowledged();
    if (!forgotten) {
      for (String id : replaced) {
        left = committed.prepared(id).map(left::without).orElse(left);
      }
    }
    for (PreparedStanza stanza : prepared.values()) {
      left = left.with(stanza);
    }
    return left;
  }
}
