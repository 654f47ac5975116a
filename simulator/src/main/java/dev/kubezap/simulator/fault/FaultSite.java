package dev.kubezap.simulator.fault;

import dev.kubezap.simulator.node.Node;

/**
 * A place and moment where a fault may happen.
 *
 * @param point what kind of place
 * @param connection number of the connection; 0 before it has one
 * @param account phone number of the connected account; empty before it is known
 * @param device id of the connected device; -1 before it is known
 * @param stanza the stanza; an empty one where there is none
 */
public record FaultSite(
    FaultPoint point, long connection, String account, int device, Node stanza) {
  /** A place without a stanza. */
  public static FaultSite of(FaultPoint point, long connection) {
    return new FaultSite(point, connection, "", -1, Node.of("none"));
  }
}
