package dev.kubezap.operator.reconcile;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the loop still turns. What only a new process can mend is told apart from what passes by
 * itself: an API server that is away is no reason to end.
 *
 * @param leading whether this operator is the one that works
 * @param sessions how many sessions there are to look after
 * @param watchesBroken for how long a watch has been dead while the API server answered; zero: all
 *     are alive or the server is away
 * @param longest how long the longest reconciliation has been running
 * @param silence how long ago the last one ended
 * @param reviewInterval how often each session is looked at when nothing happens
 */
record LoopLiveness(
    boolean leading,
    int sessions,
    Duration watchesBroken,
    Duration longest,
    Duration silence,
    Duration reviewInterval) {

  static final Duration WATCHES_PATIENCE = Duration.ofMinutes(3);
  static final Duration RECONCILIATION_PATIENCE = Duration.ofMinutes(10);
  private static final int MISSED_REVIEWS = 3;

  /** Why a new process is needed; empty when the loop turns. */
  Optional<String> obstacle() {
    if (watchesBroken.compareTo(WATCHES_PATIENCE) > 0) {
      return Optional.of("a watch is dead although the API server answers");
    }
    if (longest.compareTo(RECONCILIATION_PATIENCE) > 0) {
      return Optional.of("a reconciliation has been running for " + longest.toMinutes() + " min");
    }
    Duration most = reviewInterval.multipliedBy(MISSED_REVIEWS).plus(RECONCILIATION_PATIENCE);
    if (leading && sessions > 0 && silence.compareTo(most) > 0) {
      return Optional.of("no session was looked at for " + silence.toMinutes() + " min");
    }
    return Optional.empty();
  }
}
