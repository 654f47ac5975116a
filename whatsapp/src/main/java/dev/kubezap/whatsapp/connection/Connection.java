package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One connection, being made, made or ended. All methods may be called from any thread. */
public interface Connection {

  /** The id in this connection's callbacks. */
  ConnectionId id();

  /**
   * Queues a stanza; stanzas leave in the order of the calls. Blocks while the queue is full. After
   * the connection has ended it does nothing, since {@link ConnectionListener#closed} tells of
   * that.
   */
  void send(Node stanza);

  /**
   * Queues a message that is encoded already, to leave with exactly these bytes; otherwise as
   * {@link #send(Node)}. The connection ends when the service has not acknowledged the message
   * after {@link ConnectionTimes#acknowledgement}.
   *
   * @param id the stanza's id
   * @param stanza what {@link dev.kubezap.whatsapp.node.NodeEncoder} made of it
   */
  default void sendMessage(String id, ByteString stanza) {
    try {
      send(NodeDecoder.decode(stanza.toByteArray()));
    } catch (NodeFormatException e) {
      throw new IllegalStateException("what is to be sent is no stanza", e);
    }
  }

  /**
   * Stanzas that are queued until {@link #release} may wait for it, to leave together. Only a hint.
   */
  default void hold() {}

  /** What was held leaves. */
  default void release() {}

  /**
   * Sends a query and waits for its answer, which does not pass through the listener.
   *
   * @param iq with {@code to}, {@code type} and {@code xmlns}; an {@code id} is added when it has
   *     none
   * @param timeout from now; time in which this side did not read does not count
   * @return completes normally with one of the {@link Answer}s, always; what depends on it runs on
   *     a thread of the connection and must not block
   */
  CompletableFuture<Answer> request(Node iq, Duration timeout);

  /**
   * Ends the connection; the listener gets {@link CloseReason.ClosedLocally} unless it had ended
   * before. Does not wait.
   *
   * @param why for logs and status
   */
  void close(String why);
}
