package dev.kubezap.operator.rollout;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose turn it is to be started or restarted. A change that concerns the whole fleet, such as
 * another image, would otherwise end all connections to WhatsApp in the same moment. The next turn
 * is of the namespace that has the fewest, and in it of the session that asked first. A session
 * that does not come back gives its place to other namespaces, holds back its own when there are
 * several of them, and everybody when it is so in several namespaces. Forgotten when the operator
 * ends; the next one finds in the cluster what is under way.
 */
public final class RolloutQueue {

  /** In so many namespaces at least sessions do not come back before everybody waits. */
  private static final int FEW_NAMESPACES = 3;

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
    if (called.remove(session) || (free() > 0 && !held(session.namespace()))) {
      waiting.remove(session);
      underWay.put(session, new Turn(now, true, false));
      return true;
    }
    waiting.add(session);
    return false;
  }

  /** A restart is under way that an earlier operator began. */
  public synchronized void found(SessionNames session, Instant now) {
    underWay.putIfAbsent(session, new Turn(now, false, false));
  }

  /** The session's restart; empty when it is not being restarted. */
  public synchronized Optional<Turn> turn(SessionNames session) {
    return Optional.ofNullable(underWay.get(session));
  }

  /**
   * The session does not come back by itself: its place is another's.
   *
   * @return the sessions whose turn it is
   */
  public synchronized List<SessionNames> stuck(SessionNames session) {
    underWay.computeIfPresent(
        session, (ignored, turn) -> new Turn(turn.since(), turn.interrupted(), true));
    return next();
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
    return next();
  }

  /** The sessions whose restart began before this and is not known to be stuck. */
  public synchronized List<SessionNames> begunBefore(Instant time) {
    return underWay.entrySet().stream()
        .filter(turn -> !turn.getValue().stuck() && turn.getValue().since().isBefore(time))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<SessionNames> next() {
    var next = new ArrayList<SessionNames>();
    while (free() > 0) {
      // The first of those whose namespace has the fewest turns: the stream is in order of asking.
      Optional<SessionNames> first =
          waiting.stream()
              .filter(session -> !held(session.namespace()))
              .min(Comparator.comparingLong(session -> turns(session.namespace())));
      if (first.isEmpty()) {
        break;
      }
      waiting.remove(first.get());
      called.add(first.get());
      next.add(first.get());
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

  /** How many of them do not come back. */
  public synchronized long stuck() {
    return stuckOnes().count();
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
   * @param stuck whether it is known that it does not come back by itself
   */
  public record Turn(Instant since, boolean interrupted, boolean stuck) {}

  private long free() {
    return budget - (busy() - stuck());
  }

  /** One that does not come back may be an accident; several are what they were changed to. */
  private boolean held(String namespace) {
    long here = stuckOnes().filter(stuck -> stuck.namespace().equals(namespace)).count();
    Set<String> namespaces = stuckOnes().map(SessionNames::namespace).collect(Collectors.toSet());
    return here >= Math.max(1, budget / 2) || namespaces.size() >= Math.max(FEW_NAMESPACES, budget);
  }

  private long turns(String namespace) {
    return busySessions().stream().filter(session -> session.namespace().equals(namespace)).count();
  }

  private Stream<SessionNames> stuckOnes() {
    return underWay.entrySet().stream()
        .filter(turn -> turn.getValue().stuck())
        .map(Map.Entry::getKey);
  }
}
