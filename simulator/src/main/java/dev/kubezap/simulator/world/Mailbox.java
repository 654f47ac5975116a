package dev.kubezap.simulator.world;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one device, and the connection through which it goes there. Stanzas stay until the
 * device is done with them and are sent again after a reconnect, marked {@code offline}.
 */
public final class Mailbox {
  /** Stanzas sent before the first offline_batch is asked for. */
  public static final int PRIMER = 5;

  private static final int DONE_MEMORY = 10_000;

  private enum Flow {
    OFFLINE,
    PASSIVE,
    DRAINING,
    LIVE
  }

  private final Map<PendingKey, Node> pending = new LinkedHashMap<>();
  private final Set<PendingKey> done = new LinkedHashSet<>();
  private final Deque<PendingKey> offline = new ArrayDeque<>();
  private final Deque<PendingKey> arrivedMeanwhile = new ArrayDeque<>();
  private @Nullable DeviceLink link;
  private Flow flow = Flow.OFFLINE;
  private int offlineCount;
  private int ids;

  /** Adds a stanza and sends it if the device takes live stanzas. */
  public void push(PendingKey key, Node stanza) {
    // Removed first, so that a stanza that is sent anew goes to the end.
    pending.remove(key);
    pending.put(key, stanza);
    DeviceLink current = link;
    if (current != null && flow == Flow.LIVE) {
      current.deliver(stanza);
    } else if (flow == Flow.DRAINING) {
      arrivedMeanwhile.remove(key);
      arrivedMeanwhile.add(key);
    }
  }

  /** An id for a stanza of the server: new here, also after a restart. */
  public String newId(Instant now) {
    return String.format("%012X%04X", now.toEpochMilli(), ids++ & 0xffff);
  }

  /** Sends what need not arrive: answers, presence. */
  public void send(Node stanza) {
    DeviceLink current = link;
    if (current != null) {
      current.deliver(stanza);
    }
  }

  /** Whether the stanza was waiting; it no longer does. */
  public boolean done(PendingKey key) {
    boolean waited = pending.remove(key) != null;
    if (waited) {
      done.add(key);
      if (done.size() > DONE_MEMORY) {
        done.remove(done.iterator().next());
      }
    }
    return waited;
  }

  /** Whether the device was done with the stanza before. */
  public boolean wasDone(PendingKey key) {
    return done.contains(key);
  }

  /** A stanza that waits. */
  public Optional<Node> find(PendingKey key) {
    return Optional.ofNullable(pending.get(key));
  }

  /** A new connection; the one before it, if any, is answered. */
  public @Nullable DeviceLink connect(DeviceLink next) {
    DeviceLink before = link;
    link = next;
    flow = Flow.PASSIVE;
    return before;
  }

  /** A connection that takes live stanzas at once: a phone's. */
  public void connectLive(DeviceLink next) {
    link = next;
    flow = Flow.LIVE;
    List.copyOf(pending.values()).forEach(next::deliver);
  }

  /** The connection ended; nothing happens when another has taken its place. */
  public void disconnect(DeviceLink ended) {
    if (ended.equals(link)) {
      link = null;
      flow = Flow.OFFLINE;
    }
  }

  /** Begins to deliver: preview, primer, and the end at once when little waits. */
  public void activate() {
    if (flow != Flow.PASSIVE) {
      return;
    }
    flow = Flow.DRAINING;
    arrivedMeanwhile.clear();
    offline.clear();
    offline.addAll(pending.keySet());
    offlineCount = offline.size();
    Node preview = Node.of("offline_preview").with("count", offlineCount);
    for (String kind : List.of("message", "notification", "receipt", "call")) {
      preview = preview.with(kind, offline.stream().filter(key -> key.kind().equals(kind)).count());
    }
    send(Node.of("ib", preview.with("appdata", 0).with("status", 0)).with("from", Jid.SERVER));
    pull(PRIMER);
  }

  /** Delivers the next stanzas of the backlog, and its end after the last. */
  public void pull(int count) {
    if (flow != Flow.DRAINING) {
      return;
    }
    for (int i = 0; i < count && !offline.isEmpty(); i++) {
      PendingKey key = offline.remove();
      Node stanza = pending.get(key);
      if (stanza != null) {
        send(stanza.with("offline", 0));
      }
    }
    if (offline.isEmpty()) {
      Node end = Node.of("offline").with("count", offlineCount);
      send(Node.of("ib", end).with("from", Jid.SERVER));
      flow = Flow.LIVE;
      while (!arrivedMeanwhile.isEmpty()) {
        Node stanza = pending.get(arrivedMeanwhile.remove());
        if (stanza != null) {
          send(stanza);
        }
      }
    }
  }

  /** The current connection. */
  public @Nullable DeviceLink link() {
    return link;
  }

  /** Whether the device is connected and past the offline backlog. */
  public boolean isLive() {
    return flow == Flow.LIVE;
  }

  /** All that waits, in order. */
  public List<Map.Entry<PendingKey, Node>> pending() {
    return new ArrayList<>(pending.entrySet());
  }

  /** Forgets all that waits. */
  public void clear() {
    pending.clear();
  }
}
