package dev.kubezap.pod.ownership;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what the database says is stored outlives a crash of its machine: settings under which it
 * does not, each as a sentence that says what to change.
 */
public final class Durability {
  private static final String SETTINGS =
      """
      select current_setting('fsync'), current_setting('full_page_writes'),
             current_setting('synchronous_commit'), pg_is_in_recovery()
      """;

  /**
   * Whether a role without the right to see more knows at least how many standbys there are; a
   * state that it may not see counts as the wanted one.
   */
  private static final String STANDBYS =
      """
      select current_setting('synchronous_standby_names'),
             (select count(*) from pg_stat_replication where coalesce(sync_state, 'sync') in ('sync', 'quorum'))
      """;

  private Durability() {}

  /**
   * Asks the server behind a connection that commits.
   *
   * @return empty when stored is stored
   */
  public static List<String> weaknesses(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      row.next();
      List<String> found =
          weaknesses(row.getString(1), row.getString(2), row.getString(3), row.getBoolean(4));
      missingStandby(connection).ifPresent(found::add);
      return found;
    }
  }

  /**
   * Why commits wait although the server answers: it is told to have a synchronous standby, and has
   * none now. One that is not told to needs none.
   */
  public static Optional<String> missingStandby(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STANDBYS)) {
      row.next();
      return missingStandby(row.getString(1), row.getLong(2));
    }
  }

  static Optional<String> missingStandby(String wanted, long connected) {
    return wanted.isBlank() || connected > 0
        ? Optional.empty()
        : Optional.of(
            "the database waits for a synchronous standby and none is connected"
                + " (synchronous_standby_names = "
                + wanted
                + "): start one. Nothing is acknowledged until then.");
  }

  static List<String> weaknesses(
      String fsync, String fullPageWrites, String synchronousCommit, boolean inRecovery) {
    List<String> found = new ArrayList<>();
    if (!fsync.equals("on")) {
      found.add(
          "PostgreSQL runs with fsync off: a crash of its machine loses acknowledged messages or"
              + " all data. Set fsync = on.");
    }
    if (!fullPageWrites.equals("on")) {
      found.add(
          "PostgreSQL runs with full_page_writes off: a crash of its machine can damage data. Set"
              + " full_page_writes = on.");
    }
    // The connection asks for it itself; a pooler may hand its statements to another one.
    if (synchronousCommit.equals("off") || synchronousCommit.equals("local")) {
      found.add(
          "PostgreSQL commits with synchronous_commit "
              + synchronousCommit
              + ": a crash or failover loses acknowledged messages. Set synchronous_commit = on for"
              + " the role.");
    }
    if (inRecovery) {
      found.add("PostgreSQL is a standby: point KUBEZAP_DATABASE_URL to the primary.");
    }
    return found;
  }
}
