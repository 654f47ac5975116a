package dev.kubezap.operator.slots;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Places for reconciliations that work at the same time. One that waits for a pod or a database,
 * which are its tenant's and may take as long as they like, gives its place to others meanwhile.
 */
public final class Slots {

  private static final ScopedValue<Boolean> HELD = ScopedValue.newInstance();

  private final Semaphore free;

  /**
   * All places are free.
   *
   * @param places how many there are, at least 1
   */
  public Slots(int places) {
    this.free = new Semaphore(places, true);
  }

  /** Something that is waited for. */
  @FunctionalInterface
  public interface Wait<T, E extends Exception> {
    /** Waits for it. */
    T done() throws E;
  }

  /** Runs each task on a thread of its own as soon as a place is free. */
  public ExecutorService executor() {
    return Executors.newThreadPerTaskExecutor(
        task -> Thread.ofVirtual().name("reconciliation").unstarted(() -> inSlot(task)));
  }

  private void inSlot(Runnable task) {
    free.acquireUninterruptibly();
    try {
      ScopedValue.where(HELD, true).run(task);
    } finally {
      free.release();
    }
  }

  /** Waits for something outside of the cluster's API, without a place. */
  public <T, E extends Exception> T outside(Wait<T, E> wait) throws E {
    if (!HELD.orElse(false)) {
      return wait.done();
    }
    free.release();
    try {
      return ScopedValue.where(HELD, false).call(wait::done);
    } finally {
      free.acquireUninterruptibly();
    }
  }
}
