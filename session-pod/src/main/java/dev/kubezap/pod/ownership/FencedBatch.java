package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of one transaction, collected so that fence, changes and COMMIT leave in one
 * write.
 */
public final class FencedBatch {
  // The wait for a synchronous standby belongs to COMMIT; a timeout there would report success
  // without it.
  private static final String COMMIT = "set local statement_timeout = 0; commit";

  private record Step(String sql, Parameters.Binder binder) {}

  private final List<Step> steps = new ArrayList<>();
  private long sequence;

  FencedBatch(long sequence) {
    this.sequence = sequence;
  }

  /** Adds a statement that answers no rows. It is sent together with all others. */
  public FencedBatch add(String sql, Parameters.Binder binder) {
    steps.add(new Step(sql, binder));
    return this;
  }

  /**
   * The next event's sequence; it becomes real with the commit, in commit order and without a
   * second of its kind.
   */
  public long nextSequence() {
    return ++sequence;
  }

  long sequence() {
    return sequence;
  }

  /**
   * Everything as one statement, to be sent in one write. The fence raises an error when it does
   * not hold, after which the server skips the rest, COMMIT included.
   */
  PreparedStatement prepare(Connection connection, Parameters.Binder fence) throws SQLException {
    return prepare(connection, "begin; call kubezap.fence(?, ?, ?, ?, ?); ", fence);
  }

  /** Everything as one statement that ends the transaction which is open. */
  PreparedStatement prepareLast(Connection connection) throws SQLException {
    return prepare(connection, "", parameters -> {});
  }

  private PreparedStatement prepare(
      Connection connection, String prefix, Parameters.Binder prefixBinder) throws SQLException {
    StringBuilder sql = new StringBuilder(prefix);
    for (Step step : steps) {
      sql.append(step.sql()).append("; ");
    }
    PreparedStatement statement = connection.prepareStatement(sql.append(COMMIT).toString());
    try {
      Parameters parameters = new Parameters(statement);
      prefixBinder.bind(parameters);
      for (Step step : steps) {
        step.binder().bind(parameters);
      }
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
    return statement;
  }
}
