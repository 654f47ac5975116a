package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeFormatException;

/** What {@link ConnectionCore} wants done, in this order. */
sealed interface Output {

  /**
   * Bytes for the transport.
   *
   * @param bytes of one frame, or of the opening
   */
  @SuppressWarnings("ArrayRecordComponent") // Moved once from the cipher to the transport.
  record Transmit(byte[] bytes) implements Output {}

  /** The login was accepted. */
  record Online(Node success) implements Output {}

  /** The registration was accepted. */
  record Pairing() implements Output {}

  /** A stanza for the consumer. */
  record Deliver(Node stanza) implements Output {}

  /** A frame without a readable stanza was passed over. */
  record Unreadable(NodeFormatException problem) implements Output {}

  /**
   * A request ended.
   *
   * @param key of the request
   * @param answer how
   */
  record Reply(long key, Answer answer) implements Output {}

  /** The connection has ended; there is no output behind this one. */
  record Close(CloseReason reason) implements Output {}
}
