package dev.kubezap.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the login that looks after sessions needs: to make roles, to let roles into the group, and
 * to see every session's rows.
 */
final class Rights {
  /** From 16 on, who did not make a role needs the admin option on it. */
  private static final int SERVER_16 = 16;

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String OWN =
      """
      select r.rolsuper, r.rolcreaterole, kubezap.hidden_tables(0), r.rolname
        from pg_roles r where r.rolname = current_user
      """;

  private static final String ADMINISTERS =
      "select pg_has_role('" + SessionRoles.GROUP + "', 'member with admin option')";

  private Rights() {}

  /**
   * Fails with what to grant.
   *
   * @param groupThere whether the sessions' group was made already, by whomever
   */
  static void check(Connection connection, boolean groupThere) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OWN)) {
      row.next();
      String name = statement.enquoteIdentifier(row.getString(4), false);
      if (row.getBoolean(1)) {
        return;
      }
      if (!row.getBoolean(2)) {
        throw missing(
            "it may not make a login role for each session: grant that by ALTER ROLE "
                + name
                + " CREATEROLE");
      }
      String hidden = row.getString(3);
      if (hidden != null) {
        throw missing(
            "it sees no rows of sessions in "
                + hidden
                + ": log in as the owner of these tables, or make it their owner and CALL"
                + " kubezap.protect for each");
      }
      if (groupThere && !administers(connection)) {
        throw missing(
            "the role "
                + SessionRoles.GROUP
                + " was made by somebody else: GRANT "
                + SessionRoles.GROUP
                + " TO "
                + name
                + " WITH ADMIN OPTION");
      }
    }
  }

  private static boolean administers(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < SERVER_16) {
      return true;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ADMINISTERS)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static SQLException missing(String what) {
    return new SQLException(what, INSUFFICIENT_PRIVILEGE);
  }
}
