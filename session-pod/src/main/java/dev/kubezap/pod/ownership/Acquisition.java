package dev.kubezap.pod.ownership;

import java.time.Duration;
import java.util.Optional;

/** What an attempt to acquire the lease came to. */
sealed interface Acquisition {
  /**
   * It is ours.
   *
   * @param sentAt clock reading before the attempt was sent
   * @param restored why the state is taken to be restored, which is noted in it; empty when it goes
   *     on where it was left
   */
  record Acquired(Grant grant, long sentAt, Optional<String> restored) implements Acquisition {}

  /**
   * Somebody else holds it.
   *
   * @param left time until it expires unless it is renewed
   */
  record HeldBy(String holder, Duration left) implements Acquisition {}

  /**
   * There may be rows, and this role is not shown them: a policy is missing.
   *
   * @param tables their names
   */
  record RowsHidden(String tables) implements Acquisition {}

  /** The session is not registered, or was erased. */
  record NoSuchSession() implements Acquisition {}
}
