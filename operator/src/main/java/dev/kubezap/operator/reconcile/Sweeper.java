package dev.kubezap.operator.reconcile;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at things again and again, one after the other on one thread. */
final class Sweeper implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sweeper").factory());

  /** A look that fails is told; the next one is as good, and one that is not caught is the last. */
  void every(int seconds, String what, Runnable look) {
    Runnable caught =
        () -> {
          try {
            look.run();
          } catch (RuntimeException e) {
            LOG.warnf("%s could not be looked for: %s", what, e.getMessage());
          }
        };
    var _ = // ends with the executor
        executor.scheduleWithFixedDelay(caught, seconds, seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
