package dev.kubezap.operator.rollout;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Whose turn it is to be restarted. A change that concerns the whole fleet, such as another image,
 * would otherwise end all connections to WhatsApp in the same moment. Sessions wait in the order in
 * which they asked. Forgotten when the operator ends; the next one finds in the cluster what is
 * under way.
 */
public final class RolloutQueue {

  private final int budget;
  private final Map<SessionNames, Turn> underWay = new LinkedHashMap<>();
  private final Set<SessionNames> called = new HashSet<>();
  private final SequencedSet<SessionNames> waiting = new LinkedHashSet<>();

  /**
   * Nothing is under way.
   *
   * @param budget how many sessions may be restarted at once, at least 1
   */
  public RolloutQueue(int budget) {
    this.budget = budget;
  }

  /** Whether the session may be restarted now. When not it waits, and is called later. */
  public synchronized boolean mayBegin(SessionNames session, Instant now) {
    if (underWay.containsKey(session)) {
      return true;
    }
    if (called.remove(session) || free() > 0) {
      waiting.remove(session);
      underWay.put(session, new Turn(now, true));
      return true;
    }
    waiting.add(session);
    return false;
  }

  /** A restart is under way that an earlier operator began. */
  public synchronized void found(SessionNames session, Instant now) {
    underWay.putIfAbsent(session, new Turn(now, false));
  }

  /** The session's restart; empty when it is not being restarted. */
  public synchronized Optional<Turn> turn(SessionNames session) {
    return Optional.ofNullable(underWay.get(session));
  }

  /**
   * The session is back, or needs no restart any more.
   *
   * @return the sessions whose turn it is
   */
  public synchronized List<SessionNames> over(SessionNames session) {
    underWay.remove(session);
    called.remove(session);
    waiting.remove(session);
    var next = new ArrayList<SessionNames>();
    while (free() > 0 && !waiting.isEmpty()) {
      SessionNames first = waiting.removeFirst();
      called.add(first);
      next.add(first);
    }
    return next;
  }

  /** The sessions that are being restarted or have been called. */
  public synchronized Set<SessionNames> busySessions() {
    var busy = new HashSet<>(underWay.keySet());
    busy.addAll(called);
    return busy;
  }

  /** How many are being restarted or have been called. */
  public synchronized int busy() {
    return underWay.size() + called.size();
  }

  /** How many wait for their turn. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * A restart that is under way.
   *
   * @param since when it began, or was found
   * @param interrupted whether a session that worked is known to have been interrupted by it
   */
  public record Turn(Instant since, boolean interrupted) {}

  private int free() {
    return budget - busy();
  }
}
