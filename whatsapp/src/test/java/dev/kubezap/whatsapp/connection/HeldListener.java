package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes no stanza before it is released. */
final class HeldListener extends RecordingListener {
  final AtomicInteger taken = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public void stanza(ConnectionId id, Node stanza) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    taken.incrementAndGet();
  }

  void release() {
    released.countDown();
  }
}
