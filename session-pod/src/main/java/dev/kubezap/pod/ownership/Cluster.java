package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which database cluster answers, and on which of its timelines.
 *
 * @param systemIdentifier empty when the role may not see it
 * @param timeline 0 when the role may not see it
 */
record Cluster(String systemIdentifier, long timeline) {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String UNDEFINED_FUNCTION = "42883";

  /** The timeline is the one now written to; the control file's is that of the last checkpoint. */
  private static final String READ =
      """
      select (select system_identifier::text from pg_control_system()),
             ('x' || lpad(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), 16, '0'))::bit(64)::bigint
      """;

  /** Reads it within a transaction, which goes on even when the server refuses to tell. */
  static Cluster read(Connection connection) throws SQLException {
    try (Statement savepoint = connection.createStatement()) {
      savepoint.execute("savepoint cluster");
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(READ)) {
        row.next();
        return new Cluster(row.getString(1), row.getLong(2));
      } catch (SQLException e) {
        // Databases that only speak PostgreSQL's protocol, or hide these functions, lose this one
        // witness.
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
            || UNDEFINED_FUNCTION.equals(e.getSQLState())) {
          savepoint.execute("rollback to savepoint cluster");
          return new Cluster("", 0);
        }
        throw e;
      }
    }
  }
}
