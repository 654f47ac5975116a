package dev.kubezap.pod.api;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
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

  /** Runs in place of a statement of the database. */
  volatile Runnable statement = () -> {};

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

  /** An event at a time and of a subject. */
  void append(String type, String subject, Instant at) {
    lock.lock();
    try {
      long sequence = events.size() + 1L;
      events.add(
          new StoredEvent(sequence, "event-" + sequence, type, Optional.of(subject), at, "{}"));
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<StoredEvent> after(long sequence, int limit) {
    statement.run();
    lock.lock();
    try {
      return events.stream().filter(e -> e.sequence() > sequence).limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long sequenceBefore(Instant time) {
    lock.lock();
    try {
      return events.stream().filter(e -> e.at().isBefore(time)).count();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long stored() {
    return last();
  }

  @Override
  public boolean awaitStored(long seen, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (events.size() <= seen && left > 0) {
        left = appended.awaitNanos(left);
      }
      return events.size() > seen;
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
