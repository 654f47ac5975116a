package dev.kubezap.pod.ownership;

import dev.kubezap.database.InstalledPostgres;
import dev.kubezap.database.Migrations;
import dev.kubezap.database.SessionRoles;
import dev.kubezap.database.SessionRows;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One migrated PostgreSQL per test JVM; every test takes a session of its own in it. It is the
 * embedded one, or with {@code -Dkubezap.test.postgres=15} that of the installed programs of this
 * major version, with default settings; tests are left out, and one line says so, where there are
 * none.
 */
public final class TestDatabase {
  private static final String INSTALLED = "kubezap.test.postgres";

  /** What {@link PlanLog} reads, for the roles that ask for it. */
  private static final Map<String, String> LOGGING =
      Map.of("logging_collector", "on", "log_filename", "postgres.log");

  private static final class Shared {
    private static final OptionalInt PORT = start();

    private static OptionalInt start() {
      try {
        OptionalInt started = server();
        if (started.isPresent()) {
          PGSimpleDataSource source = new PGSimpleDataSource();
          source.setUrl(url(started.getAsInt()));
          source.setUser("postgres");
          Migrations.run(source);
          try (Connection owner = source.getConnection()) {
            SessionRoles.prepare(owner);
          }
        }
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static OptionalInt server() throws IOException, InterruptedException {
      Integer major = Integer.getInteger(INSTALLED);
      if (major == null) {
        EmbeddedPostgres.Builder embedded =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "100");
        LOGGING.forEach(embedded::setServerConfig);
        return OptionalInt.of(embedded.start().getPort());
      }
      Optional<Path> programs = InstalledPostgres.programs(major);
      if (programs.isEmpty()) {
        System.out.printf(
            "Tests with PostgreSQL %d are left out, since it is not installed%n", major);
        return OptionalInt.empty();
      }
      InstalledPostgres server = InstalledPostgres.start(programs.get(), LOGGING);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
      return OptionalInt.of(server.port());
    }

    private static void end(InstalledPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        System.out.println("The server's files are left behind: " + e.getMessage());
      }
    }
  }

  private static final AtomicInteger SESSIONS = new AtomicInteger();
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestDatabase() {}

  public static int port() {
    return Shared.PORT.orElseThrow(
        () ->
            new TestAbortedException("PostgreSQL " + Integer.getInteger(INSTALLED) + " is absent"));
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
