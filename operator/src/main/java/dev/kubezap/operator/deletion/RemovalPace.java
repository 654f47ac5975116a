package dev.kubezap.operator.deletion;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How fast sessions that are deleted are logged out and erased: so many at once, and as many again
 * in a minute. Whoever pruned a fleet by mistake has time to notice; those that wait go on as they
 * are. Begins anew with the operator. Thread-safe.
 */
public final class RemovalPace {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Duration each;
  private final Set<String> begun = new HashSet<>();

  /** When all places would be free again, if nobody took one. */
  private Optional<Instant> free = Optional.empty();

  /**
   * Nobody is being removed.
   *
   * @param perMinute at least 1
   */
  public RemovalPace(int perMinute) {
    each = MINUTE.dividedBy(perMinute);
  }

  /** Whether this removal may go on; once begun it always may. */
  public synchronized boolean may(String uid, Instant now) {
    if (begun.contains(uid)) {
      return true;
    }
    Instant from = free.filter(now::isBefore).orElse(now);
    Instant then = from.plus(each);
    if (then.isAfter(now.plus(MINUTE))) {
      return false;
    }
    free = Optional.of(then);
    begun.add(uid);
    return true;
  }

  /** The resource is let go. */
  public synchronized void forget(String uid) {
    begun.remove(uid);
  }
}
