package dev.kubezap.operator.database;

import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What a person should know and do when a database refuses. */
final class Refusal {
  /** Classes of states: connection, resources, an operator of the database stepping in. */
  private static final Set<String> AWAY = Set.of("08", "53", "57");

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

  /** Whether the database was not reached, or has no time: it says nothing of what is stored. */
  static boolean away(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    return AWAY.contains(state.length() < 2 ? state : state.substring(0, 2));
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
