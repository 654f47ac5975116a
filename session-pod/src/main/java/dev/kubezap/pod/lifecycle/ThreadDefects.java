package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.health.Health;
import org.jboss.logging.Logger;

/**
 * What becomes of a thread that ends by what nobody expected. The process goes on without it, such
 * as without the one that renews the lease: it is logged like everything else, and a restart makes
 * it whole.
 */
final class ThreadDefects implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = Logger.getLogger(ThreadDefects.class);

  private final Health health;

  ThreadDefects(Health health) {
    this.health = health;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable defect) {
    LOG.errorf(defect, "The thread %s ended by a defect", thread.getName());
    health.broken("the thread " + thread.getName() + " ended by a defect");
  }
}
