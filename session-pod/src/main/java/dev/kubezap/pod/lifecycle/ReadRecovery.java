package dev.kubezap.pod.lifecycle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells what became of each read, and while reads fail tries one now and then: a pod that is not
 * ready is asked nothing any more, so that nobody else would find the database back.
 */
final class ReadRecovery implements Consumer<Optional<String>> {
  private static final Logger LOG = Logger.getLogger(ReadRecovery.class);

  /** Reads something; its outcome comes back by {@link #accept}. */
  @FunctionalInterface
  interface Probe {
    void read() throws SQLException;
  }

  private final Consumer<Optional<String>> told;
  private final Duration every;
  private volatile Probe probe = () -> {};
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile boolean away;

  /**
   * @param told what became of each read: the problem, or nothing
   */
  ReadRecovery(Consumer<Optional<String>> told, Duration every) {
    this.told = told;
    this.every = every;
  }

  /** Tries reads by this from now on. */
  void probeBy(Probe reading) {
    probe = reading;
  }

  @Override
  public void accept(Optional<String> problem) {
    away = problem.isPresent();
    told.accept(problem);
    if (away && probing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("read-recovery").start(this::recover);
    }
  }

  private void recover() {
    try {
      do {
        while (away) {
          Thread.sleep(every);
          attempt();
        }
        probing.set(false);
        // Gone again since: whoever saw that left it to this thread.
      } while (away && probing.compareAndSet(false, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() {
    try {
      probe.read();
    } catch (SQLException e) {
      LOG.debugf("The database is still away: SQLSTATE %s", e.getSQLState());
    }
  }
}
