package dev.kubezap.pod.ownership;

import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRoles;
import dev.kubezap.database.SessionRows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One migrated PostgreSQL per test JVM; every test takes a session of its own in it. */
public final class TestDatabase {
  private static final class Shared {
    private static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "100")
                .start();
        Migrations.run(postgres.getPostgresDatabase());
        try (Connection owner = postgres.getPostgresDatabase().getConnection()) {
          SessionRoles.prepare(owner);
        }
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final AtomicInteger SESSIONS = new AtomicInteger();
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestDatabase() {}

  public static int port() {
    return Shared.POSTGRES.getPort();
  }

  /** As the owner of the tables. */
  public static DatabaseAddress address() {
    return new DatabaseAddress(url(port()), "postgres", "");
  }

  /** As a session's own role, which sees that session alone. */
  public static DatabaseAddress address(long session) {
    return address(session, port());
  }

  /** The same through something that listens on another port. */
  public static DatabaseAddress address(long session, int port) {
    return new DatabaseAddress(url(port), SessionRoles.nameOf(session), "");
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public static Connection connect() throws SQLException {
    return DriverManager.getConnection(address().url(), "postgres", "");
  }

  /** Registers a session that no other test uses, with a role of its own. */
  public static long newSession() throws SQLException {
    try (Connection connection = connect()) {
      long session =
          SessionRows.register(connection, "test", "session-" + SESSIONS.incrementAndGet(), RANDOM);
      SessionRoles.admit(connection, session, "not asked for");
      return session;
    }
  }

  public static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public static long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
