package dev.kubezap.operator.database;

import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections within a time, whatever is at the other end: many hosts of which none answers,
 * a name that nobody resolves, a server that sends a byte now and then.
 */
final class BoundedSource extends PGSimpleDataSource {

  /** How long connecting may take, to all hosts together. */
  static final Duration CONNECTING = Duration.ofSeconds(15);

  private static final long serialVersionUID = 1L;

  /** Unable to connect, and connection failure. */
  private static final String NOT_CONNECTED = "08001";

  private static final String NO_ANSWER = "08006";

  private final transient Attempt attempt;

  /**
   * A source of connections that end with the attempt.
   *
   * @param answer how long the server may be silent while it owes an answer; zero: for ever
   */
  BoundedSource(DatabaseLogin login, Duration answer, Attempt attempt) {
    this.attempt = attempt;
    setUrl(login.url());
    setUser(login.user());
    if (!login.password().isEmpty()) {
      setPassword(login.password());
    }
    setApplicationName("kubezap operator");
    // The last word, whatever the URL says; the driver's own limit for a log-in leaves a thread.
    setLoginTimeout(0);
    setConnectTimeout((int) CONNECTING.toSeconds());
    setSocketTimeout((int) answer.toSeconds());
    setTcpKeepAlive(true);
    setSocketFactory(AttemptSockets.class.getName());
  }

  /** Something to do with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Does something with a connection within a time.
   *
   * @param whole for connecting and all of the work
   */
  static <T> T within(DatabaseLogin login, Duration whole, Work<T> work) throws SQLException {
    var attempt = new Attempt();
    var source = new BoundedSource(login, whole, attempt);
    return bounded(
        attempt,
        whole,
        NO_ANSWER,
        () -> {
          try (Connection connection = source.getConnection()) {
            return work.with(connection);
          }
        });
  }

  @Override
  public Connection getConnection() throws SQLException {
    return bounded(
        attempt,
        CONNECTING,
        NOT_CONNECTED,
        () -> ScopedValue.where(Attempt.CURRENT, attempt).call(super::getConnection));
  }

  /** On a thread of its own, since looking up a name heeds no interrupt. */
  private static <T> T bounded(Attempt attempt, Duration time, String state, Callable<T> call)
      throws SQLException {
    var task = new FutureTask<>(call);
    Thread.ofVirtual().name("database").start(task);
    try {
      return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      attempt.end();
      throw new SQLException("no answer within " + time.toSeconds() + " s", state, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failed
          ? failed
          : new SQLException(String.valueOf(e.getCause()), state, e);
    } catch (InterruptedException e) {
      attempt.end();
      Thread.currentThread().interrupt();
      throw new SQLException("the operator is being stopped", state, e);
    }
  }
}
