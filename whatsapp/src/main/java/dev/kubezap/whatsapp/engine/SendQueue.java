package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.Unacknowledged;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The committed messages that are not acknowledged yet: which are queued, and the stanzas of those
 * that are prepared. Read once, then kept by following every commit, since every message that is
 * sent is looked for here several times. Used by one thread.
 */
final class SendQueue {
  /** A longer queue is asked of the store each time: it is waiting for a connection anyway. */
  private static final int MOST_QUEUED = 5_000;

  private final StateReader store;
  private final TreeMap<String, QueuedMessage> queued = new TreeMap<>();
  private final Map<Jid, NavigableSet<String>> byChat = new HashMap<>();
  private final TreeMap<Long, PreparedStanza> prepared = new TreeMap<>();
  private final Map<String, PreparedStanza> preparedByMessage = new HashMap<>();
  private Knowledge queue = Knowledge.NONE;
  private Unacknowledged unacknowledged = Unacknowledged.NONE;
  private boolean preparedKnown;
  private int leftSinceRead;

  private enum Knowledge {
    NONE,
    WHOLE,
    TOO_LONG
  }

  SendQueue(StateReader store) {
    this.store = store;
  }

  List<QueuedMessage> queued(int limit) {
    return isWhole() ? queued.values().stream().limit(limit).toList() : store.queued(limit);
  }

  List<String> queuedIn(Jid chat, int limit) {
    if (!isWhole()) {
      return store.queuedIn(chat, limit);
    }
    NavigableSet<String> ids = byChat.get(chat);
    return ids == null ? List.of() : ids.stream().limit(limit).toList();
  }

  List<PreparedStanza> prepared() {
    return List.copyOf(knownPrepared().values());
  }

  Optional<PreparedStanza> prepared(String messageId) {
    knownPrepared();
    return Optional.ofNullable(preparedByMessage.get(messageId));
  }

  Unacknowledged unacknowledged() {
    knownPrepared();
    return unacknowledged;
  }

  /** Something waits. */
  void joined(QueuedMessage message) {
    if (queue == Knowledge.WHOLE) {
      leave(message.id());
      join(message);
      if (queued.size() > MOST_QUEUED) {
        forgetQueue(Knowledge.TOO_LONG);
      }
    }
  }

  /** Something does not wait any more. */
  void left(String messageId) {
    if (queue == Knowledge.WHOLE) {
      leave(messageId);
    } else if (queue == Knowledge.TOO_LONG && ++leftSinceRead > MOST_QUEUED / 4) {
      // It may be short enough now.
      queue = Knowledge.NONE;
    }
  }

  /** A stanza is stored. */
  void stored(PreparedStanza stanza) {
    if (preparedKnown) {
      acknowledged(stanza.messageId());
      enter(stanza);
    }
  }

  private void enter(PreparedStanza stanza) {
    prepared.put(stanza.number(), stanza);
    preparedByMessage.put(stanza.messageId(), stanza);
    unacknowledged = unacknowledged.with(stanza);
  }

  /** A message's stanza is removed. */
  void acknowledged(String messageId) {
    PreparedStanza gone = preparedByMessage.remove(messageId);
    if (gone != null) {
      prepared.remove(gone.number());
      unacknowledged = unacknowledged.without(gone);
    }
  }

  /** Drops everything that is known. */
  void forget() {
    forgetQueue(Knowledge.NONE);
    prepared.clear();
    preparedByMessage.clear();
    unacknowledged = Unacknowledged.NONE;
    preparedKnown = false;
  }

  private boolean isWhole() {
    if (queue == Knowledge.NONE) {
      List<QueuedMessage> all = store.queued(MOST_QUEUED + 1);
      leftSinceRead = 0;
      queue = all.size() > MOST_QUEUED ? Knowledge.TOO_LONG : Knowledge.WHOLE;
      if (queue == Knowledge.WHOLE) {
        all.forEach(this::join);
      }
    }
    return queue == Knowledge.WHOLE;
  }

  private void forgetQueue(Knowledge next) {
    queued.clear();
    byChat.clear();
    leftSinceRead = 0;
    queue = next;
  }

  private void join(QueuedMessage message) {
    queued.put(message.id(), message);
    byChat.computeIfAbsent(message.chat(), any -> new TreeSet<>()).add(message.id());
  }

  private void leave(String id) {
    QueuedMessage gone = queued.remove(id);
    if (gone == null) {
      return;
    }
    NavigableSet<String> others = byChat.get(gone.chat());
    if (others != null) {
      others.remove(id);
      if (others.isEmpty()) {
        byChat.remove(gone.chat());
      }
    }
  }

  private Map<Long, PreparedStanza> knownPrepared() {
    if (!preparedKnown) {
      store.prepared().forEach(this::enter);
      preparedKnown = true;
    }
    return prepared;
  }
}
