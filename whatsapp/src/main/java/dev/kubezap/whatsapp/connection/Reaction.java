package dev.kubezap.whatsapp.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * What to do after a connection has ended. Only {@link LoggedOut} allows to delete credentials;
 * every other reaction keeps them.
 */
public sealed interface Reaction {

  /** Connect again at once: the service asked for it. */
  record ReconnectNow() implements Reaction {}

  /**
   * Connect again after a growing, jittered delay.
   *
   * @param atLeast lower bound of that delay, often zero
   */
  record ReconnectWithBackoff(Duration atLeast) implements Reaction {}

  /** Fetch the current client version and connect once with it; refused again, stop and report. */
  record UpdateVersionOnce() implements Reaction {}

  /**
   * Connect again when a temporary ban is over.
   *
   * @param end of the ban
   */
  record WaitUntil(Instant end) implements Reaction {}

  /** The link between phone and device is gone: delete the credentials and pair anew. */
  record LoggedOut() implements Reaction {}

  /** Another client connected with the same credentials: do not fight it. */
  record Replaced() implements Reaction {}

  /**
   * Do not connect until something has changed.
   *
   * @param reason what would have to change
   */
  record Stop(StopReason reason) implements Reaction {}
}
