package dev.kubezap.simulator.world;

/**
 * What a device must name to be done with a stanza.
 *
 * @param kind message, receipt, notification or call
 * @param id the stanza's id
 * @param peer where it came from, in a form that is the same for LID and phone number
 * @param type of a receipt, else empty
 */
public record PendingKey(String kind, String id, String peer, String type) {
  /** A message is done by its id and sender. */
  public static PendingKey message(String id, String peer) {
    return new PendingKey("message", id, peer, "");
  }
}
