package dev.kubezap.pod.media;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One at a time for each name. */
final class Turns {
  private final Map<String, Queue> queues = new HashMap<>();

  private static final class Queue {
    private final ReentrantLock lock = new ReentrantLock();
    private int members;
  }

  /** Given back when its work is done. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits until nobody else has the turn of this name. */
  Turn take(String name) throws InterruptedException {
    Queue queue;
    synchronized (queues) {
      queue = queues.computeIfAbsent(name, _ -> new Queue());
      queue.members++;
    }
    try {
      queue.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(name, queue);
      throw e;
    }
    return () -> {
      queue.lock.unlock();
      leave(name, queue);
    };
  }

  private void leave(String name, Queue queue) {
    synchronized (queues) {
      queue.members--;
      if (queue.members == 0) {
        queues.remove(name);
      }
    }
  }
}
