package dev.kubezap.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** On a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class PostgresSessionDatabaseTest {

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
    database.migrate(login);
    database.migrate(login);
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
  void databaseThatWasNeverUsedHasNothingToErase() throws SQLException {
    database.erase(login("untouched"), "shop", "support");

    assertThat(new PreparedDatabases(database, Clock.systemUTC()).prepare(login("untouched")))
        .isEmpty();
  }

  @Test
  void saysWhetherWaitingHelps() {
    var absent = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/none", "u", "p");
    assertThatThrownBy(() -> database.erase(absent, "shop", "support"))
        .isInstanceOf(SQLException.class);

    assertThat(new PreparedDatabases(database, Clock.systemUTC()).prepare(absent))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseUnavailable", false);
    assertThat(new PreparedDatabases(database, Clock.systemUTC()).prepare(login("missing")))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseRefused", true);
  }

  @Test
  void schemaOfAnotherVersionNeedsAPerson() throws SQLException {
    DatabaseLogin login = login("other");
    database.migrate(login);
    try (Connection connection = postgres.getDatabase("postgres", "other").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("update kubezap.schema_history set checksum = 1 where version = '001'");
    }

    assertThat(new PreparedDatabases(database, Clock.systemUTC()).prepare(login))
        .get()
        .extracting(Problem::reason, Problem::blocking)
        .containsExactly("DatabaseSchemaUnknown", true);
  }
}
