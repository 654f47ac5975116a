package dev.kubezap.pod.ownership;

import java.sql.SQLException;

/**
 * Nothing of the transaction is stored, and the lease is still ours: the database refused a
 * statement, or could not be reached before one was sent. A refused batch may be split and tried
 * again.
 */
public final class CommitRefusedException extends Exception {
  private final boolean databaseAway;
  private final boolean refusesValue;

  CommitRefusedException(SQLException cause, boolean databaseAway) {
    super("the database refused a transaction, SQLSTATE " + cause.getSQLState(), cause);
    this.databaseAway = databaseAway;
    String state = cause.getSQLState();
    // data exception, constraint violation, program limit exceeded
    this.refusesValue = !databaseAway && state != null && state.matches("(22|23|54).*");
  }

  /** True when the transaction will be refused again as long as it holds the same values. */
  public boolean refusesValue() {
    return refusesValue;
  }

  /** True when no connection could be opened: trying the same later may succeed. */
  public boolean databaseAway() {
    return databaseAway;
  }
}
