package dev.kubezap.pod.ownership;

import java.sql.SQLException;

/**
 * Nothing of the transaction is stored, and the lease is still ours: the database refused a
 * statement, or could not be reached before one was sent. A refused batch may be split and tried
 * again.
 */
public final class CommitRefusedException extends Exception {
  private final boolean databaseAway;

  CommitRefusedException(SQLException cause, boolean databaseAway) {
    super("the database refused a transaction, SQLSTATE " + cause.getSQLState(), cause);
    this.databaseAway = databaseAway;
  }

  /** True when no connection could be opened: trying the same later may succeed. */
  public boolean databaseAway() {
    return databaseAway;
  }
}
