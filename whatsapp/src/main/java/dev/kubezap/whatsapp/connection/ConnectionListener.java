package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeFormatException;

/**
 * Receives what happens on a connection. The calls of one connection come one after another from
 * its reading thread; {@link #closed} is the last of them and comes exactly once.
 *
 * <p>A call may block: nothing more is read from the socket meanwhile, which is how a slow consumer
 * slows the service down.
 */
public interface ConnectionListener {

  /**
   * The service accepted the login.
   *
   * @param success the stanza, which carries our LID
   */
  void online(ConnectionId id, Node success);

  /**
   * The service accepted the registration and waits for this device to be paired. The stanza with
   * the pairing references follows.
   */
  default void pairing(ConnectionId id) {}

  /**
   * A stanza arrived that is no answer to a request. This includes a {@code stream:error} that does
   * not end the connection, such as one that names a stanza without acknowledgement.
   */
  void stanza(ConnectionId id, Node stanza);

  /**
   * A frame held no stanza, or one beyond the limits, and was passed over. The connection lives:
   * closing it would only bring the same frame again.
   */
  default void unreadable(ConnectionId id, NodeFormatException problem) {}

  /**
   * The connection has ended, or could not be made; {@link CloseReason#reaction()} says what now.
   */
  void closed(ConnectionId id, CloseReason reason);
}
