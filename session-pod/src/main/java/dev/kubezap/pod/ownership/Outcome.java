package dev.kubezap.pod.ownership;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** What an error says about the transaction that it ended. */
enum Outcome {
  /** The fence did not hold; nothing is stored. */
  FENCED,
  /** The fence cannot tell, since this role is not shown the row; nothing is stored. */
  HIDDEN,
  /** The server refused a statement; nothing is stored. */
  ROLLED_BACK,
  /** The connection ended, or the server is ending: COMMIT may have happened. */
  UNKNOWN;

  private static final String FENCE = "KZ001";
  private static final String ROWS_HIDDEN = "KZ002";

  static Outcome of(SQLException error) {
    if (FENCE.equals(error.getSQLState())) {
      return FENCED;
    }
    if (ROWS_HIDDEN.equals(error.getSQLState())) {
      return HIDDEN;
    }
    return connectionBroken(error) ? UNKNOWN : ROLLED_BACK;
  }

  /** Errors that the server did not report, and those with which it ends a connection. */
  static boolean connectionBroken(SQLException error) {
    String state = error.getSQLState();
    if (state == null || state.length() < 2) {
      return true;
    }
    return switch (state.substring(0, 2)) {
      // connection, operator intervention (shutdown, crash), system error, internal error
      case "08", "58", "XX" -> true;
      case "57" -> !state.equals("57014");
      default -> !(error instanceof PSQLException e) || e.getServerErrorMessage() == null;
    };
  }
}
