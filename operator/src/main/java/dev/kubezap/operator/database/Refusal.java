package dev.kubezap.operator.database;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.Optional;

/** What a person should know and do when a database refuses. */
final class Refusal {
  private Refusal() {}

  /**
   * Why something did not work.
   *
   * @param what completes "the database ..."
   */
  static Problem of(String what, DatabaseLogin login, SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    String message =
        "the database at " + login.url() + " " + what + " for user " + login.user() + ": " + why(e);
    if (state.equals(SessionDatabase.SCHEMA_UNKNOWN)) {
      return Problem.blocking("DatabaseSchemaUnknown", message);
    }
    if (state.startsWith("28") || state.startsWith("3D") || state.startsWith("42501")) {
      return Problem.blocking("DatabaseRefused", message);
    }
    return Problem.passing("DatabaseUnavailable", message);
  }

  /** The driver's "connection attempt failed" says less than its cause. */
  private static String why(SQLException e) {
    String message = String.valueOf(e.getMessage());
    Throwable cause = e.getCause();
    return cause == null || message.contains(String.valueOf(cause.getMessage()))
        ? message
        : message + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")";
  }
}
