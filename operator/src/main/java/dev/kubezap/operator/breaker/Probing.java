package dev.kubezap.operator.breaker;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A few sessions try before all others do.
 *
 * @param until how long they have
 * @param asked who tries, and when each was refused last before that
 * @param connected who of them has a connection since
 * @param before who tried before them in vain, without being refused
 */
record Probing(
    Instant until,
    Map<SessionNames, Optional<Instant>> asked,
    Set<SessionNames> connected,
    Set<SessionNames> before) {

  /** So many try at once. */
  static final int MOST = 3;

  /** A pod sees within 5 s that it may, and goes at a random time within the next 30 s. */
  static final Duration TIME = Duration.ofMinutes(2);

  private static final Comparator<SessionNames> BY_NAME =
      Comparator.comparing(SessionNames::namespace).thenComparing(SessionNames::session);

  Probing {
    asked = Map.copyOf(asked);
    connected = Set.copyOf(connected);
    before = Set.copyOf(before);
  }

  /**
   * The next ones who try; empty when nobody waits.
   *
   * @param seen all sessions
   * @param before who tried in vain; their turn comes again when nobody else is left
   */
  static Optional<Probing> begin(
      Map<SessionNames, Sight> seen, Set<SessionNames> before, Instant now) {
    var waiting = new TreeMap<SessionNames, Optional<Instant>>(BY_NAME);
    seen.forEach(
        (session, sight) -> {
          if (sight.linked() && sight.waits()) {
            waiting.put(session, sight.refusedAt());
          }
        });
    Set<SessionNames> tried = before;
    if (before.containsAll(waiting.keySet())) {
      tried = Set.of();
    }
    waiting.keySet().removeAll(tried);
    while (waiting.size() > MOST) {
      waiting.pollLastEntry();
    }
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of(new Probing(now.plus(TIME), waiting, Set.of(), tried));
  }

  /** Whether the session tries and was refused since. */
  boolean isRefused(SessionNames session, Sight sight) {
    // Not compared with this machine's clock, which may be another than the pod's.
    return asked.containsKey(session)
        && sight.refusedAt().isPresent()
        && !sight.refusedAt().equals(asked.get(session));
  }

  /** The same, when one of them has come so far. */
  Probing connected(SessionNames session) {
    if (!asked.containsKey(session)) {
      return this;
    }
    var now = new HashSet<>(connected);
    now.add(session);
    return new Probing(until, asked, now, before);
  }

  /** The session is gone: nobody waits for it. */
  Probing without(SessionNames session) {
    var rest = new TreeMap<SessionNames, Optional<Instant>>(BY_NAME);
    rest.putAll(asked);
    rest.remove(session);
    var there = new HashSet<>(connected);
    there.remove(session);
    return new Probing(until, rest, there, before);
  }

  /** Whether all that try are connected. */
  boolean succeeded() {
    return !asked.isEmpty() && connected.size() == asked.size();
  }

  /** Those that tried until now. */
  Set<SessionNames> tried() {
    var all = new HashSet<>(before);
    all.addAll(asked.keySet());
    return all;
  }
}
