package dev.kubezap.operator.rollout;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose turn it is to be started or restarted. A change that concerns the whole fleet, such as
 * another image, would otherwise end all connections to WhatsApp in the same moment. The next turn
 * is of the namespace that has the fewest, and in it of the session with the lowest rank, or that
 * asked first. A session that does not come back gives its place to others; several of them hold
 * back their namespace, and everybody when it is so in several namespaces. Forgotten when the
 * operator ends; the next one finds in the cluster what is under way.
 */
public final class RolloutQueue {

  private final RolloutLimits limits;
  private final Map<SessionNames, Turn> underWay = new LinkedHashMap<>();
  private final Set<SessionNames> called = new HashSet<>();

  /** Their ranks, in the order in which they asked. */
  private final Map<SessionNames, String> waiting = new LinkedHashMap<>();

  private Instant gatheredAt = Instant.MIN;

  /**
   * Nothing is under way.
   *
   * @param budget how many sessions may have a turn at once, at least 1
   */
  public RolloutQueue(int budget) {
    this(RolloutLimits.of(budget));
  }

  /** Nothing is under way. */
  public RolloutQueue(RolloutLimits limits) {
    this.limits = limits;
  }

  /** The same for sessions that are all alike: they come in the order in which they ask. */
  public boolean mayBegin(SessionNames session, Instant now) {
    return mayBegin(session, "", now);
  }

  /**
   * Whether the session may be restarted now. When not it waits, and is called later. The first to
   * ask waits a little for others, so that the order of ranks counts among those that ask together.
   *
   * @param rank the lowest comes first
   */
  public synchronized boolean mayBegin(SessionNames session, String rank, Instant now) {
    if (underWay.containsKey(session)) {
      return true;
    }
    if (underWay.isEmpty() && called.isEmpty() && waiting.isEmpty()) {
      gatheredAt = now.plus(limits.gathering());
    }
    boolean gathered = !now.isBefore(gatheredAt);
    if (called.remove(session) || (gathered && free() > 0 && admits(session.namespace()))) {
      waiting.remove(session);
      underWay.put(session, new Turn(now, true, false, false));
      return true;
    }
    waiting.put(session, rank);
    return false;
  }

  /**
   * Ends the first one's waiting for others.
   *
   * @return the sessions whose turn it is
   */
  public synchronized List<SessionNames> gathered(Instant now) {
    return now.isBefore(gatheredAt) ? List.of() : next();
  }

  /** A restart is under way that an earlier operator began. */
  public synchronized void found(SessionNames session, Instant now) {
    underWay.putIfAbsent(session, new Turn(now, false, false, false));
  }

  /** The session's restart; empty when it is not being restarted. */
  public synchronized Optional<Turn> turn(SessionNames session) {
    return Optional.ofNullable(underWay.get(session));
  }

  /**
   * The session does not come back by itself: its place is another's.
   *
   * @param byItself whether an image of its own may be why, which is nobody else's affair
   * @return the sessions whose turn it is
   */
  public synchronized List<SessionNames> stuck(SessionNames session, boolean byItself) {
    underWay.computeIfPresent(
        session, (ignored, turn) -> new Turn(turn.since(), turn.interrupted(), true, byItself));
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
      Map<String, Long> turns = turns();
      Map<String, Boolean> admitted =
          waiting.keySet().stream()
              .map(SessionNames::namespace)
              .distinct()
              .collect(Collectors.toMap(name -> name, this::admits));
      // Of equal ones the first to ask: the stream is in that order.
      Optional<SessionNames> first =
          waiting.entrySet().stream()
              .filter(one -> admitted.getOrDefault(one.getKey().namespace(), false))
              .min(
                  Comparator.comparingLong(
                          (Map.Entry<SessionNames, String> one) ->
                              turns.getOrDefault(one.getKey().namespace(), 0L))
                      .thenComparing(Map.Entry::getValue))
              .map(Map.Entry::getKey);
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

  /** How many of those get none until what does not come back is mended. */
  public synchronized long held() {
    Map<String, Boolean> held =
        waiting.keySet().stream()
            .map(SessionNames::namespace)
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> hold(name).isPresent()));
    return waiting.keySet().stream()
        .filter(session -> held.getOrDefault(session.namespace(), false))
        .count();
  }

  /**
   * The sessions that do not come back and for which others of this namespace have to wait; empty
   * when they do not. One that does not come back may be an accident; several are what they were
   * changed to.
   */
  public synchronized Optional<List<SessionNames>> hold(String namespace) {
    List<SessionNames> here =
        stuckOnes()
            .map(Map.Entry::getKey)
            .filter(stuck -> stuck.namespace().equals(namespace))
            .toList();
    if (here.size() >= limits.failures()) {
      return Optional.of(here);
    }
    List<SessionNames> shared =
        stuckOnes().filter(stuck -> !stuck.getValue().byItself()).map(Map.Entry::getKey).toList();
    long namespaces = shared.stream().map(SessionNames::namespace).distinct().count();
    return namespaces >= limits.failingNamespaces() ? Optional.of(shared) : Optional.empty();
  }

  /**
   * A restart that is under way.
   *
   * @param since when it began, or was found
   * @param interrupted whether a session that worked is known to have been interrupted by it
   * @param stuck whether it is known that it does not come back by itself
   * @param byItself whether that may be for an image that the session has of its own
   */
  public record Turn(Instant since, boolean interrupted, boolean stuck, boolean byItself) {}

  private long free() {
    return limits.budget() - (busy() - stuck());
  }

  /** Whether a session of the namespace may have a place that is free. */
  private boolean admits(String namespace) {
    return hold(namespace).isEmpty() && working(namespace) < limits.share();
  }

  private long working(String namespace) {
    return busySessions().stream()
        .filter(session -> session.namespace().equals(namespace))
        .filter(session -> turn(session).filter(Turn::stuck).isEmpty())
        .count();
  }

  private Map<String, Long> turns() {
    return busySessions().stream()
        .collect(Collectors.groupingBy(SessionNames::namespace, Collectors.counting()));
  }

  private Stream<Map.Entry<SessionNames, Turn>> stuckOnes() {
    return underWay.entrySet().stream().filter(turn -> turn.getValue().stuck());
  }
}
