package dev.kubezap.operator.deletion;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When this operator saw each removal begin and its StatefulSet go. Its own clock at both ends: the
 * time of the deletion is another machine's, and may have passed while no operator worked. One that
 * starts in the middle begins to count anew. Thread-safe.
 */
public final class RemovalTimes {

  private final Map<String, Seen> removals = new ConcurrentHashMap<>();

  /**
   * What was seen of one removal.
   *
   * @param since when it was looked at first
   * @param ending since when its StatefulSet is gone or going
   * @param stopped whether it was this operator that deleted the StatefulSet
   */
  public record Seen(Instant since, Optional<Instant> ending, boolean stopped) {}

  /**
   * Looks at a removal now.
   *
   * @param uid the resource's
   * @param standing whether its StatefulSet is there and is not being deleted
   */
  public Seen look(String uid, boolean standing, Instant now) {
    return removals.compute(
        uid,
        (ignored, before) -> {
          Seen seen = before == null ? new Seen(now, Optional.empty(), false) : before;
          return standing || seen.ending().isPresent()
              ? seen
              : new Seen(seen.since(), Optional.of(now), seen.stopped());
        });
  }

  /** The removal waits for its turn: its time begins now at the earliest. */
  public void postpone(String uid, Instant now) {
    removals.computeIfPresent(uid, (ignored, seen) -> new Seen(now, seen.ending(), seen.stopped()));
  }

  /** This operator deletes the StatefulSet now. */
  public void stopped(String uid) {
    removals.computeIfPresent(uid, (ignored, seen) -> new Seen(seen.since(), seen.ending(), true));
  }

  /** The resource is let go. */
  public void forget(String uid) {
    removals.remove(uid);
  }
}
