package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.database.MigrationProgress;
import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.breaker.Hold;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class PostgresSessionDatabaseTest {

  private static final Set<SessionNames> NONE = Set.of();

  private final SessionDatabase database = new PostgresSessionDatabase();
  private final EmbeddedPostgres postgres;

  PostgresSessionDatabaseTest() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @BeforeAll
  void createDatabases() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database sessions");
      statement.execute("create database untouched");
      statement.execute("create database other");
      statement.execute("create database restored");
    }
  }

  @AfterAll
  void stop() throws IOException {
    postgres.close();
  }

  private DatabaseLogin login(String name) {
    return new DatabaseLogin(postgres.getJdbcUrl("postgres", name), "postgres", "");
  }

  @Test
  void erasesTheRowsOfOneSession() throws SQLException {
    DatabaseLogin login = login("sessions");
    database.migrate(login, MigrationProgress.UNTOLD);
    database.migrate(login, MigrationProgress.UNTOLD);
    try (Connection connection = postgres.getDatabase("postgres", "sessions").getConnection()) {
      SessionRows.register(connection, "shop", "support", new SecureRandom());
      SessionRows.register(connection, "shop", "archive", new SecureRandom());

      database.erase(login, "shop", "support");
      database.erase(login, "shop", "support");

      assertThat(SessionRows.find(connection, "shop", "support")).isEmpty();
      assertThat(SessionRows.find(connection, "shop", "archive")).isPresent();
    }
  }

  @Test
  void holdsBackAllSessionsByARowBesideThoseOfPeople() throws SQLException {
    DatabaseLogin login = login("sessions");
    database.migrate(login, MigrationProgress.UNTOLD);
    try (Connection connection = postgres.getDatabase("postgres", "sessions").getConnection();
        var statement = connection.createStatement()) {
      long number = SessionRows.register(connection, "shop", "first", new SecureRandom());
      statement.execute(
          "insert into kubezap.breaker values ('fleet', 'a person', '2026-11-24 12:00:00Z')");

      database.holdBack(login, new Hold.Row("first", Instant.parse("2200-11-24T12:30:00Z"), NONE));
      Hold.Row second = new Hold.Row("second", Instant.parse("2200-11-24T12:40:00Z"), NONE);
      database.holdBack(login, second);
      assertThat(rows(statement))
          .isEqualTo(
              "fleet a person 2026-11-24 12:00:00 {}, operator second 2200-11-24 12:40:00 {}");
      assertThat(database.heldBack(login)).contains(second);

      // One is of another database.
      var probes = Set.of(new SessionNames("shop", "first"), new SessionNames("shop", "elsewhere"));
      assertThat(
              database.letSomeConnect(
                  login, new Hold.Row("third", Instant.parse("2200-11-24T12:50:00Z"), probes)))
          .isTrue();
      assertThat(rows(statement)).endsWith("operator third 2200-11-24 12:50:00 {" + number + "}");

      database.letAllConnect(login);
      assertThat(rows(statement)).isEqualTo("fleet a person 2026-11-24 12:00:00 {}");
      assertThat(database.heldBack(login)).isEmpty();
      assertThat(database.letSomeConnect(login, second)).as("somebody ended it").isFalse();
      assertThat(rows(statement)).isEqualTo("fleet a person 2026-11-24 12:00:00 {}");
      database.holdBack(login, new Hold.Row("past", Instant.parse("2026-11-24T12:30:00Z"), NONE));
      assertThat(database.heldBack(login)).as("not in force").isEmpty();
    }
  }

  private static String rows(Statement statement) throws SQLException {
    try (var rows =
        statement.executeQuery(
            "select string_agg(concat_ws(' ', scope, reason, until at time zone 'UTC', probes), ', ' order by scope) from kubezap.breaker")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void rowsThatNeedTheirKeysAreTold() throws SQLException {
    DatabaseLogin login = login("sessions");
    database.migrate(login, MigrationProgress.UNTOLD);
    assertThat(database.stored(login, "shop", "sealed")).isFalse();
    try (Connection connection = postgres.getDatabase("postgres", "sessions").getConnection();
        var statement = connection.createStatement()) {
      long number = SessionRows.register(connection, "shop", "sealed", new SecureRandom());
      assertThat(database.stored(login, "shop", "sealed")).as("registered alone").isFalse();
      statement.execute(
          "insert into kubezap.state (session_id, kind, name, value) values ("
              + number
              + ", 'account', '', '')");
      assertThat(database.stored(login, "shop", "sealed")).isTrue();
    }
    database.erase(login, "shop", "sealed");
    assertThat(database.stored(login, "shop", "sealed")).isFalse();
  }

  private PreparedDatabases prepared() {
    return new PreparedDatabases(database, Clock.systemUTC(), new Slots(1), Duration.ofSeconds(30));
  }

  /** Without the user that the test's server puts into its own. */
  private String plainUrl(String name) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
  }

  @Test
  void givesEachSessionARoleThatGoesWithItsRows() throws SQLException {
    DatabaseLogin login = login("sessions");
    database.migrate(login, MigrationProgress.UNTOLD);

    String role = database.admit(login, "shop", "roles", "one");
    assertThat(database.admit(login, "shop", "roles", "two")).isEqualTo(role);

    try (Connection pod = DriverManager.getConnection(plainUrl("sessions"), role, "two");
        var statement = pod.createStatement();
        var rows = statement.executeQuery("select name from kubezap.session")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("roles");
      assertThat(rows.next()).isFalse();
    }
    database.erase(login, "shop", "roles");
    assertThatThrownBy(() -> DriverManager.getConnection(plainUrl("sessions"), role, "two").close())
        .isInstanceOf(SQLException.class);
  }

  /** As a dump of one database does, whose server's roles are elsewhere. */
  @Test
  void aDatabaseThatWasRestoredWithoutItsRolesGetsThemAgain() throws SQLException {
    DatabaseLogin login = login("restored");
    database.migrate(login, MigrationProgress.UNTOLD);
    String role = database.admit(login, "shop", "support", "one");
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("drop role " + role);
      statement.execute("alter role kubezap_sessions rename to away");
    }
    try {
      assertThatThrownBy(() -> database.admit(login, "shop", "support", "one"))
          .extracting(thrown -> ((SQLException) thrown).getSQLState())
          .isEqualTo("42704");
      database.migrate(login, MigrationProgress.UNTOLD);
      assertThat(database.admit(login, "shop", "support", "one")).isEqualTo(role);
      try (Connection pod = DriverManager.getConnection(plainUrl("restored"), role, "one");
          var statement = pod.createStatement();
          var rows = statement.executeQuery("select name from kubezap.session")) {
        assertThat(rows.next()).isTrue();
      }

      try (Connection connection = postgres.getDatabase("postgres", "restored").getConnection();
          var statement = connection.createStatement()) {
        statement.execute("drop schema kubezap cascade");
      }
      database.migrate(login, MigrationProgress.UNTOLD);
      database.admit(login, "shop", "support", "one");
    } finally {
      database.erase(login, "shop", "support");
      try (Connection connection = postgres.getDatabase("postgres", "restored").getConnection();
          var statement = connection.createStatement()) {
        statement.execute("drop owned by kubezap_sessions");
        statement.execute("drop role kubezap_sessions");
        statement.execute("alter role away rename to kubezap_sessions");
      }
    }
  }

  @Test
  void saysWhatToGrantWhenItMayNotMakeRoles() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create role limited login");
      statement.execute("create database limited owner limited");
    }

    assertThat(
            prepared()
                .prepare(
                    new DatabaseLogin(postgres.getJdbcUrl("postgres", "limited"), "limited", "")))
        .get()
        .satisfies(
            problem -> {
              assertThat(problem.blocking()).isTrue();
              assertThat(problem.reason()).isEqualTo("DatabaseRefused");
              assertThat(problem.message()).contains("ALTER ROLE limited CREATEROLE");
            });
  }

  @Test
  void databaseThatWasNeverUsedHasNothingToErase() throws SQLException {
    database.erase(login("untouched"), "shop", "support");

    assertThat(prepared().prepare(login("untouched"))).isEmpty();
  }

  @Test
  void saysWhetherWaitingHelps() {
    var absent = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/none", "u", "p");
    assertThatThrownBy(() -> database.erase(absent, "shop", "support"))
        .isInstanceOf(SQLException.class);

    assertThat(prepared().prepare(absent))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseUnavailable", false);
    assertThat(prepared().prepare(login("missing")))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseRefused", true);
  }

  @Test
  void schemaOfAnotherVersionNeedsAPerson() throws SQLException {
    DatabaseLogin login = login("other");
    database.migrate(login, MigrationProgress.UNTOLD);
    try (Connection connection = postgres.getDatabase("postgres", "other").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("update kubezap.schema_history set checksum = 1 where version = '001'");
    }

    assertThat(prepared().prepare(login))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseSchemaUnknown", true);
  }
}
