package dev.kubezap.pod.api;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Events in memory. */
final class FakeFeed implements EventFeed {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final List<StoredEvent> events = new ArrayList<>();

  void append(String type) {
    append(type, "{}");
  }

  void append(String type, String data) {
    lock.lock();
    try {
      long sequence = events.size() + 1L;
      events.add(
          new StoredEvent(
              sequence, "event-" + sequence, type, Optional.empty(), FakeClient.NOW, data));
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StoredEvent> after(long sequence, int limit) {
    lock.lock();
    try {
      return events.stream().filter(e -> e.sequence() > sequence).limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StoredEvent> awaitAfter(long sequence, int limit, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (after(sequence, limit).isEmpty() && left > 0) {
        left = appended.awaitNanos(left);
      }
      return after(sequence, limit);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long last() {
    lock.lock();
    try {
      return events.size();
    } finally {
      lock.unlock();
    }
  }
}
