package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens plain connections whose waits are all bounded. */
public final class ConnectionOpener {
  /** Since when {@code transaction_timeout} exists. */
  private static final int SERVER_17 = 17;

  private static final String WRONG_PASSWORD = "28P01";

  private static final Duration LONGEST_LOCK_TIMEOUT = Duration.ofSeconds(3);

  private final DatabaseAddress address;
  private volatile Optional<String> accepted = Optional.empty();

  public ConnectionOpener(DatabaseAddress address) {
    this.address = address;
  }

  /**
   * Opens a connection in auto-commit mode.
   *
   * @param applicationName seen in {@code pg_stat_activity}; also what a session's own stuck
   *     backends are found by
   * @param statementTimeout the server ends a statement after this long
   * @param answerTimeout how long a silent network is believed; the driver then closes the
   *     connection without asking the server to cancel anything, so that it is also safe for a
   *     COMMIT. A lock is waited for at most half as long, and 3 s: the server must have said that
   *     it is not to be had before it seems not to answer at all
   */
  public Connection open(String applicationName, Duration statementTimeout, Duration answerTimeout)
      throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUser(address.user());
    source.setApplicationName(applicationName);
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(5);
    source.setSocketTimeout((int) Math.max(1, Math.ceilDiv(answerTimeout.toMillis(), 1000)));
    // State is read from the primary alone: a standby lags.
    source.setTargetServerType("primary");
    source.setGssEncMode("disable");
    try {
      // Last, so that what the URL says wins.
      source.setUrl(address.url());
    } catch (IllegalArgumentException e) {
      throw new SQLException("the database URL must begin with jdbc:postgresql://", e);
    }
    Connection connection = logIn(source);
    try {
      limit(connection, statementTimeout, lockTimeout(answerTimeout));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Tries each password that may be the present one, the one that worked last at the end: a file
   * may be renewed before the role is, or after it.
   */
  private Connection logIn(PGSimpleDataSource source) throws SQLException {
    List<String> candidates =
        Stream.concat(address.passwords().get().stream(), accepted.stream()).distinct().toList();
    if (candidates.isEmpty()) {
      return source.getConnection();
    }
    for (String password : candidates) {
      try {
        source.setPassword(password);
        Connection connection = source.getConnection();
        accepted = Optional.of(password);
        return connection;
      } catch (SQLException e) {
        boolean last = password.equals(candidates.getLast());
        if (last || !WRONG_PASSWORD.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("the last candidate either logs in or throws");
  }

  private static Duration lockTimeout(Duration answerTimeout) {
    Duration half = answerTimeout.dividedBy(2);
    return half.compareTo(LONGEST_LOCK_TIMEOUT) < 0 ? half : LONGEST_LOCK_TIMEOUT;
  }

  /**
   * No transaction waits for its client, no statement for long. The role may have the same settings
   * already. Rows are asked for by their key, and in the order of an index: a table that is short
   * when a plan is made is long a minute later, and to read it whole, or to sort all of a chat for
   * its newest messages, is no good plan then. Every statement is planned once: by what an array of
   * keys holds each new plan looks cheaper than the general one, and to make it costs as much as to
   * carry it out.
   */
  private static void limit(Connection connection, Duration statementTimeout, Duration lockTimeout)
      throws SQLException {
    String limits =
        "set statement_timeout = "
            + statementTimeout.toMillis()
            + "; set lock_timeout = "
            + lockTimeout.toMillis()
            + "; set idle_in_transaction_session_timeout = 3000;"
            + " set synchronous_commit = on; set client_min_messages = warning;"
            + " set enable_seqscan = off; set enable_sort = off; set jit = off;"
            + " set plan_cache_mode = force_generic_plan";
    if (connection.getMetaData().getDatabaseMajorVersion() >= SERVER_17) {
      limits += "; set transaction_timeout = 10000";
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(limits);
    }
  }
}
