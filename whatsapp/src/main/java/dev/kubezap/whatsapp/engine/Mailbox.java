package dev.kubezap.whatsapp.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The session's one queue of work, in order of arrival.
 *
 * <p>Bounded by count and bytes for what comes from outside: a stanza waits, so that the reader of
 * the socket stops and the server feels it; a caller's command is refused. What the session itself
 * owes, such as an answered question or the end of a connection, is never held back: it frees more
 * than it takes.
 */
final class Mailbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private final int maximumCount;
  private final long maximumBytes;
  private long bytes;
  private boolean closed;
  private boolean woken;

  /**
   * @param maximumCount inputs from outside that may wait
   * @param maximumBytes their size together
   */
  Mailbox(int maximumCount, long maximumBytes) {
    this.maximumCount = maximumCount;
    this.maximumBytes = maximumBytes;
  }

  /** Adds what comes from the socket; waits while the mailbox is full. False when it is closed. */
  boolean put(Pending work) throws InterruptedException {
    lock.lock();
    try {
      while (isFull() && !closed) {
        drained.await();
      }
      return add(work);
    } finally {
      lock.unlock();
    }
  }

  /** Adds a caller's work. False when the mailbox is full or closed. */
  boolean offer(Pending work) {
    lock.lock();
    try {
      return !isFull() && add(work);
    } finally {
      lock.unlock();
    }
  }

  /** Adds what must not wait. False when the mailbox is closed. */
  boolean post(Pending work) {
    lock.lock();
    try {
      return add(work);
    } finally {
      lock.unlock();
    }
  }

  private boolean add(Pending work) {
    if (closed) {
      return false;
    }
    queue.add(work);
    bytes += work.bytes();
    arrived.signal();
    return true;
  }

  private boolean isFull() {
    return queue.size() >= maximumCount || bytes >= maximumBytes;
  }

  /**
   * Takes what is there, up to a cap of inputs and bytes, without waiting; at least one input when
   * there is any.
   */
  List<Pending> drain(int count, long size) {
    lock.lock();
    try {
      List<Pending> taken = new ArrayList<>(Math.min(count, queue.size()));
      long takenBytes = 0;
      while (taken.size() < count && !queue.isEmpty()) {
        if (!taken.isEmpty() && takenBytes + queue.element().bytes() > size) {
          break;
        }
        Pending next = queue.remove();
        takenBytes += next.bytes();
        taken.add(next);
      }
      bytes -= takenBytes;
      drained.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something, somebody wakes it, or the time is over. */
  void awaitWork(Duration patience) throws InterruptedException {
    await(patience, true);
  }

  /** Waits until somebody wakes it or the time is over, whatever arrives. */
  void rest(Duration patience) throws InterruptedException {
    await(patience, false);
  }

  private void await(Duration patience, boolean forWork) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!woken && !(forWork && !queue.isEmpty()) && left > 0) {
        left = arrived.awaitNanos(left);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the present or the next waiting at once. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everything from now on and gives back what waited. */
  List<Pending> close() {
    lock.lock();
    try {
      closed = true;
      woken = true;
      List<Pending> left = List.copyOf(queue);
      queue.clear();
      bytes = 0;
      arrived.signalAll();
      drained.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** How many inputs wait. */
  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** The longest wait that the clock can count. */
  static final Duration FOREVER = Duration.ofNanos(TimeUnit.DAYS.toNanos(1));
}
