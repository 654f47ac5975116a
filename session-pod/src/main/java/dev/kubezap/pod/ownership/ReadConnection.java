package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pod's second connection: what the API reads and what deliveries note. One statement at a
 * time, none longer than 3 s; opened on first use and again after it broke.
 */
public final class ReadConnection implements AutoCloseable {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** Uses the connection, which is in auto-commit mode, and leaves it so. */
  @FunctionalInterface
  public interface Use<T> {
    /** Runs statements. */
    T with(Connection connection) throws SQLException;
  }

  private final ConnectionOpener opener;
  private final String applicationName;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Connection open;

  /** Opens nothing yet. */
  public ReadConnection(ConnectionOpener opener, long sessionId) {
    this.opener = opener;
    this.applicationName = "kubezap-read-" + Long.toHexString(sessionId);
  }

  /**
   * Uses the connection when it is free. A use that finds an idle connection broken is repeated on
   * a new one, so it must bear that.
   *
   * @throws SQLException when the database does not answer or refuses
   */
  public <T> T use(Use<T> use) throws SQLException {
    lock.lock();
    try {
      Connection kept = open;
      if (kept != null) {
        try {
          return use.with(kept);
        } catch (SQLException e) {
          if (!Outcome.connectionBroken(e)) {
            throw e;
          }
          drop(kept);
        }
      }
      Connection fresh = opener.open(applicationName, STATEMENT_TIMEOUT, ANSWER_TIMEOUT);
      open = fresh;
      try {
        return use.with(fresh);
      } catch (SQLException e) {
        if (Outcome.connectionBroken(e)) {
          drop(fresh);
        }
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      Connection kept = open;
      if (kept != null) {
        drop(kept);
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop(Connection broken) {
    open = null;
    try {
      broken.close();
    } catch (SQLException e) {
      // The server ends what is left of it by its own limits.
      return;
    }
  }
}
