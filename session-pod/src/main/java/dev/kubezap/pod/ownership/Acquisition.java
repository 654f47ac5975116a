package dev.kubezap.pod.ownership;

import java.time.Duration;

/** What an attempt to acquire the lease came to. */
sealed interface Acquisition {
  /**
   * It is ours.
   *
   * @param sentAt clock reading before the attempt was sent
   */
  record Acquired(Grant grant, long sentAt) implements Acquisition {}

  /**
   * Somebody else holds it.
   *
   * @param left time until it expires unless it is renewed
   */
  record HeldBy(String holder, Duration left) implements Acquisition {}

  /** The session is not registered, or was erased. */
  record NoSuchSession() implements Acquisition {}
}
