package dev.kubezap.pod.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Wakes whoever waits for new events of this process. Only a hint: the table is the truth. */
public final class EventSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  private final List<Consumer<Set<String>>> subscribers = new CopyOnWriteArrayList<>();
  private long count;

  /**
   * Events were stored.
   *
   * @param types their types
   */
  public void raise(Set<String> types) {
    lock.lock();
    try {
      count++;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
    subscribers.forEach(subscriber -> subscriber.accept(types));
  }

  /** Has something run, quickly, with the types of the events whenever it is raised. */
  public void subscribe(Consumer<Set<String>> wakeUp) {
    subscribers.add(wakeUp);
  }

  /**
   * How often it was raised; take it before reading, so that nothing between reading and waiting is
   * missed.
   */
  public long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until it was raised more than {@code seen} times.
   *
   * @return false when the time ran out first
   */
  public boolean await(long seen, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (count <= seen && left > 0) {
        left = raised.awaitNanos(left);
      }
      return count > seen;
    } finally {
      lock.unlock();
    }
  }

  /** The longest wait that makes sense: another owner's events raise no signal here. */
  public static final Duration LONGEST_WAIT = Duration.ofNanos(TimeUnit.SECONDS.toNanos(15));
}
