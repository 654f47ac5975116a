package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.function.Consumer;

/** The transaction that acquires a lease, until its COMMIT: what is stored here comes with it. */
final class AcquiringTransaction implements CommitScope {
  private final Connection connection;
  private final FencedBatch batch;
  private final long sequence;

  /**
   * Over a transaction that is open.
   *
   * @param sequence where the acquisition left the events
   */
  AcquiringTransaction(Connection connection, long sequence) {
    this.connection = connection;
    this.sequence = sequence;
    this.batch = new FencedBatch(sequence);
  }

  /** Begins a transaction with the next statement. */
  static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Ends what an attempt left open, if anything; the connection commits by itself again. */
  static void abandon(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void commit(Consumer<FencedBatch> work) {
    work.accept(batch);
    if (batch.sequence() != sequence) {
      throw new IllegalArgumentException("an acquisition stores no events");
    }
  }

  @Override
  public <T> T read(Reading<T> reading) throws SQLException {
    return reading.read(connection);
  }

  /**
   * Sends what was added, and COMMIT.
   *
   * @throws UnansweredException all of it is stored or nothing, or it is not on the standby
   * @throws SQLException nothing of it is stored
   */
  void finish() throws SQLException {
    try (PreparedStatement statement = batch.prepareLast(connection)) {
      try {
        statement.execute();
      } catch (SQLException e) {
        throw Outcome.connectionBroken(e) ? new UnansweredException(e) : e;
      }
      SQLWarning warning = statement.getWarnings();
      if (warning != null) {
        // A wait for a synchronous standby that was cut short is reported like this, as success.
        throw new UnansweredException(warning);
      }
    }
    connection.setAutoCommit(true);
  }

  /** COMMIT was sent, and it is not known what came of it. */
  static final class UnansweredException extends SQLException {
    private static final long serialVersionUID = 1L;

    UnansweredException(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause);
    }
  }
}
