package dev.kubezap.pod.lifecycle;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRows;
import dev.kubezap.pod.config.DatabaseLogin;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.ownership.ConnectionOpener;
import dev.kubezap.pod.ownership.DatabaseAddress;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The session's database: brings its schema up to date when alone, waits for that in a cluster, and
 * registers the session.
 */
final class SessionDatabase {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String NEWEST =
      "select coalesce(max(version::integer), 0) from kubezap.schema_history where success";
  private static final String NO_TABLE = "42P01";
  private static final String NO_SCHEMA = "3F000";
  private static final String NOT_ALLOWED = "42501";

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
   * Registers the session when it is not yet.
   *
   * @param migrates whether a schema that is older than this program is brought up to date
   * @throws OldSchemaException when it is older and is not
   */
  Registered register(SessionName session, boolean migrates, SecureRandom random)
      throws SQLException, OldSchemaException {
    try (Connection connection = opener.open("kubezap start", TIMEOUT, TIMEOUT)) {
      SchemaVersion version = version(connection);
      if (version.tooOld() && migrates) {
        migrate();
        version = version(connection);
      }
      if (version.tooOld()) {
        throw new OldSchemaException(version);
      }
      return new Registered(registered(connection, session, random), version);
    }
  }

  private void migrate() throws SQLException {
    DatabaseAddress address = address(login);
    List<String> passwords = address.passwords().get();
    Migrations.run(
        address.url(), address.user(), passwords.isEmpty() ? null : passwords.getFirst());
  }

  private long registered(Connection connection, SessionName session, SecureRandom random)
      throws SQLException {
    try {
      return SessionRows.register(connection, session.namespace(), session.name(), random);
    } catch (SQLException e) {
      if (!NOT_ALLOWED.equals(e.getSQLState())) {
        throw e;
      }
      throw new SQLException(
          "the login "
              + login.user().orElse("")
              + " sees no session "
              + session.namespace()
              + "/"
              + session.name()
              + " and may not register one: log in as the role that the operator made for this"
              + " session, or as the owner of the tables",
          e.getSQLState(),
          e);
    }
  }

  /**
   * A session in the database.
   *
   * @param sessionId the number under which its rows are stored
   */
  record Registered(long sessionId, SchemaVersion version) {}

  private static SchemaVersion version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NEWEST)) {
      row.next();
      return SchemaVersion.found(row.getInt(1));
    } catch (SQLException e) {
      return switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
        case NO_TABLE, NO_SCHEMA -> SchemaVersion.found(0);
        // A role that may not see the history is made by whoever migrated.
        case NOT_ALLOWED -> SchemaVersion.found(Migrations.newest());
        default -> throw e;
      };
    }
  }

  private static DatabaseAddress address(DatabaseLogin login) {
    return new DatabaseAddress(login.url(), login.user().orElse(""), new DatabasePasswords(login));
  }

  /**
   * The schema lacks something that this program needs; in a cluster the operator brings it up to
   * date.
   */
  static final class OldSchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    OldSchemaException(SchemaVersion version) {
      super(version.complaint());
    }
  }
}
