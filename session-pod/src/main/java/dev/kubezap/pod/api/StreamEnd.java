package dev.kubezap.pod.api;

import java.time.Duration;

/**
 * Ends the stream of a thread by interrupting it, but only while it waits: an interrupt in the
 * midst of a statement would close the connection of the database, by which all others read too,
 * when the thread is a virtual one.
 */
final class StreamEnd {
  private final Thread thread;
  private boolean ended;
  private boolean waiting;

  /** The stream of the current thread. */
  StreamEnd() {
    thread = Thread.currentThread();
  }

  /** Waits for something, in memory. */
  @FunctionalInterface
  interface Wait<T> {
    T await() throws InterruptedException;
  }

  /** Ends the stream soon; for any thread. */
  synchronized void end() {
    ended = true;
    if (waiting) {
      thread.interrupt();
    }
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /**
   * Has the stream's thread wait.
   *
   * @throws InterruptedException when the stream has ended
   */
  <T> T whileWaiting(Wait<T> wait) throws InterruptedException {
    begin();
    try {
      return wait.await();
    } finally {
      goOn();
    }
  }

  /**
   * Has the stream's thread do nothing for a while.
   *
   * @throws InterruptedException when the stream has ended
   */
  void rest(Duration pause) throws InterruptedException {
    boolean _ =
        whileWaiting(
            () -> {
              Thread.sleep(pause);
              return true;
            });
  }

  private synchronized void begin() throws InterruptedException {
    if (ended) {
      throw new InterruptedException("the stream has ended");
    }
    waiting = true;
  }

  /** An interrupt that came too late for the wait is not to meet what follows. */
  private synchronized void goOn() {
    waiting = false;
    if (ended) {
      boolean _ = Thread.interrupted();
    }
  }
}
