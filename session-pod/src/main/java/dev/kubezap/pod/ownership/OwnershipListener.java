package dev.kubezap.pod.ownership;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Told, one call at a time and in order, what became of the ownership. Calls may take their time:
 * renewal goes on.
 */
public interface OwnershipListener {
  /** The session is ours: read state anew, then connect. */
  void acquired(Lease lease);

  /**
   * It is not ours any more: close the socket, drop every cache. The lease object already refuses
   * all work.
   */
  void lost(Lease lease, LeaseLoss reason);

  /**
   * It could be ours, but what this process knows of it cannot be read; tried again.
   *
   * @param cause what the {@link Continuation} threw
   */
  void unjudged(RuntimeException cause);

  /**
   * Not ours for now.
   *
   * @param reason short, for a person: who holds it, or why the database does not answer
   */
  void standby(String reason);

  /**
   * An idle lease could not be renewed, though there is still time, or was renewed after that.
   *
   * @param problem why the database does not answer; empty when it does again
   */
  default void renewed(Optional<String> problem) {}

  /**
   * Given back at a stop.
   *
   * @param commitNo last commit's number, when it was stored: what a clean start will find
   */
  default void released(Lease lease, OptionalLong commitNo) {}
}
