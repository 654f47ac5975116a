package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
  private final Consumer<Optional<String>> watcher;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Connection open;

  /**
   * Opens nothing yet.
   *
   * @param watcher told after every use why the database does not answer, or nothing when it does
   */
  public ReadConnection(
      ConnectionOpener opener, long sessionId, Consumer<Optional<String>> watcher) {
    this.watcher = watcher;
    this.opener = opener;
    this.applicationName = "kubezap-read-" + Long.toHexString(sessionId);
  }

  /**
   * Uses the connection when it is free. A use that finds an idle connection broken is repeated on
   * a new one, so it must bear that.
   *
   * @throws SQLException when the database does not answer or refuses, or others wait for it longer
   *     than one may
   */
  public <T> T use(Use<T> use) throws SQLException {
    enter();
    try {
      T answer = answered(use);
      watcher.accept(Optional.empty());
      return answer;
    } catch (SQLException e) {
      if (Outcome.connectionBroken(e)) {
        watcher.accept(Optional.of("it does not answer: SQLSTATE " + e.getSQLState()));
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Callers who come while the database hangs are not to wait for one another's time-outs in turn.
   */
  private void enter() throws SQLException {
    try {
      if (!lock.tryLock(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTimeoutException("the connection is busy", "08000");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTimeoutException("interrupted while the connection was busy", "08000");
    }
  }

  private <T> T answered(Use<T> use) throws SQLException {
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
  }

  /** Asks for nothing, to learn whether the database answers. */
  public void probe() throws SQLException {
    boolean answered =
        use(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.execute("select 1");
              }
            });
    if (!answered) {
      throw new SQLException("the database answered without a row", "XX000");
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
