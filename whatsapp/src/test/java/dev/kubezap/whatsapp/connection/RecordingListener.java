package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeFormatException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it hears, as text in order. */
class RecordingListener implements ConnectionListener {

  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  final BlockingQueue<Node> stanzas = new LinkedBlockingQueue<>();
  final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

  @Override
  public void online(ConnectionId id, Node success) {
    heard.add("online " + id);
  }

  @Override
  public void pairing(ConnectionId id) {
    heard.add("pairing " + id);
  }

  @Override
  public void stanza(ConnectionId id, Node stanza) {
    stanzas.add(stanza);
  }

  @Override
  public void unreadable(ConnectionId id, NodeFormatException problem) {
    heard.add("unreadable " + id);
  }

  @Override
  public void closed(ConnectionId id, CloseReason reason) {
    heard.add("closed " + id);
    reasons.add(reason);
  }

  static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 10 s");
    }
    return next;
  }
}
