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
        DatabaseAddress address = address(login);
        Migrations.run(address.url(), address.user(), address.password());
        version = version(connection);
      }
      if (version.tooOld()) {
        throw new OldSchemaException(version);
      }
      return new Registered(
          SessionRows.register(connection, session.namespace(), session.name(), random), version);
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
    return new DatabaseAddress(
        login.url(), login.user().orElse(""), login.password().map(Secret::value).orElse(""));
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
