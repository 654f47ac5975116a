package dev.kubezap.pod.lifecycle;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRows;
import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.ownership.ConnectionOpener;
import dev.kubezap.pod.ownership.DatabaseAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The session's database: brings its schema up to date when alone, waits for that in a cluster, and
 * registers the session.
 */
final class SessionDatabase {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  // The table of the newest migration that this program needs.
  private static final String NEWEST_TABLE = "kubezap.webhook";

  private final DatabaseLogin login;
  private final ConnectionOpener opener;

  SessionDatabase(DatabaseLogin login) {
    this.login = login;
    opener = new ConnectionOpener(address(login));
  }

  /** Opens connections to it. */
  ConnectionOpener opener() {
    return opener;
  }

  /**
   * The number under which the session's rows are stored; registers it when it has none yet.
   *
   * @param migrates whether a schema that is older than this program is brought up to date
   * @throws OldSchemaException when it is older and is not
   */
  long register(SessionName session, boolean migrates, SecureRandom random)
      throws SQLException, OldSchemaException {
    try (Connection connection = opener.open("kubezap start", TIMEOUT, TIMEOUT)) {
      if (migrates && !Migrations.areApplied(connection)) {
        DatabaseAddress address = address(login);
        Migrations.run(address.url(), address.user(), address.password());
      } else if (!migrates && !hasNewestTable(connection)) {
        throw new OldSchemaException();
      }
      return SessionRows.register(connection, session.namespace(), session.name(), random);
    }
  }

  /** In a cluster the session's login may not be allowed to read the history of migrations. */
  private static boolean hasNewestTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select to_regclass('" + NEWEST_TABLE + "') is not null")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static DatabaseAddress address(DatabaseLogin login) {
    return new DatabaseAddress(
        login.url(), login.user().orElse(""), login.password().map(Secret::value).orElse(""));
  }

  /**
   * The schema lacks something that this program needs; in a cluster the operator brings it up to
   * date.
   */
  static final class OldSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    OldSchemaException() {
      super("the database's schema is older than this program");
    }
  }
}
