package dev.kubezap.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationsTest {
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  void stop() throws Exception {
    postgres.close();
  }

  @Test
  void everyFileOfTheFolderIsListedAndInOrder() throws Exception {
    Path folder = Path.of("src/main/resources", Migrations.FOLDER);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted().toList())
          .isEqualTo(Migrations.FILES);
    }
  }

  @Test
  void manyAtOnceAndAgainMigrateOnce() throws Exception {
    DataSource source = database("race");
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Callable<Object> run =
            () -> {
              go.await();
              Migrations.run(source);
              return "";
            };
        runs.add(threads.submit(run));
      }
      go.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      assertThat(
              number(
                  connection,
                  "select count(*) from kubezap.schema_history where success and version is not"
                      + " null"))
          .isEqualTo(Migrations.FILES.size());
      assertThat(number(connection, "select max(version::integer) from kubezap.schema_history"))
          .isEqualTo(Migrations.newest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "7", "9"})
  void aDatabaseWithDataIsMigrated(String from) throws Exception {
    DataSource source = database("from_" + from);
    to(source, from);
    try (Connection connection = source.getConnection()) {
      long session = SessionRows.register(connection, "shop", "support", new SecureRandom());
      List<String> tables = SessionRows.tables(connection);
      for (String table : tables) {
        ExampleRows.fill(connection, table, session);
      }
      Migrations.run(source);
      assertThat(number(connection, "select max(version::integer) from kubezap.schema_history"))
          .isEqualTo(Migrations.newest());
      for (String table : tables) {
        assertThat(rows(connection, table, session)).as("rows of %s", table).isPositive();
      }
      assertThat(number(connection, "select sum(delivered) from kubezap.outgoing")).isZero();
    }
  }

  /** A reaction was a message of its own under the name of its field, and raised the count. */
  @Test
  void messagesOfFieldsNamesGetTheApisTypesAndCountsAreMended() throws Exception {
    DataSource source = database("types");
    to(source, "10");
    try (Connection connection = source.getConnection()) {
      long session = SessionRows.register(connection, "shop", "support", new SecureRandom());
      String[] types = {"imageMessage", "text", "field-99", "reactionMessage", "audioMessage"};
      for (int i = 0; i < types.length; i++) {
        execute(
            connection,
            "insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device,"
                + " from_me, sent_at, type, status, sealed) values ("
                + session
                + ", gen_random_uuid(), 'S"
                + i
                + "', 'a@lid', 'a@lid', 0, false, timestamptz '2026-11-01' + interval '"
                + i
                + " minutes', '"
                + types[i]
                + "', 'RECEIVED', '')");
      }
      execute(
          connection,
          "insert into kubezap.chat (session_id, id, last_message_at, unread) values ("
              + session
              + ", 'a@lid', now(), 3)");
      Migrations.run(source);
      assertThat(texts(connection, "select type from kubezap.message order by sent_at"))
          .containsExactly("image", "text", "unknown", "system", "audio");
      assertThat(number(connection, "select unread from kubezap.chat")).isEqualTo(2);
    }
  }

  private static void to(DataSource source, String version) {
    Flyway.configure()
        .dataSource(source)
        .schemas(Migrations.SCHEMA)
        .defaultSchema(Migrations.SCHEMA)
        .table("schema_history")
        .locations("classpath:" + Migrations.FOLDER)
        .target(version)
        .load()
        .migrate();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /**
   * Who looks for a row by its primary key cannot be led through another index: on a table that is
   * thought to be empty, all indexes cost the planner the same.
   */
  @Test
  void noOtherIndexOfATableHasAColumnOfItsPrimaryKey() throws Exception {
    DataSource source = database("keys");
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      List<String> tables = SessionRows.tables(connection);
      assertThat(tables).contains("session", "lease");
      for (String table : tables) {
        String key =
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and"
                + " a.attnum = any (i.indkey) where i.indisprimary and i.indrelid = 'kubezap."
                + table
                + "'::regclass";
        assertThat(
                number(
                    connection,
                    "select count(*) from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                        + " and a.attnum = i.indkey[0] where i.indisprimary and a.attname ="
                        + " 'session_id' and i.indrelid = 'kubezap."
                        + table
                        + "'::regclass"))
            .as("primary key of %s begins with session_id", table)
            .isEqualTo(1);
        assertThat(
                number(
                    connection,
                    "select count(*) from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
                        + " and a.attnum = any (i.indkey) where not i.indisprimary and a.attname in"
                        + " ("
                        + key
                        + ") and i.indrelid = 'kubezap."
                        + table
                        + "'::regclass"))
            .as("columns of the primary key of %s in its other indexes", table)
            .isZero();
      }
    }
  }

  @Test
  void registersOnceAndErasesEveryRow() throws Exception {
    DataSource source = database("erase");
    Migrations.run(source);
    SecureRandom random = new SecureRandom();
    try (Connection connection = source.getConnection()) {
      long first = SessionRows.register(connection, "shop", "support", random);
      long other = SessionRows.register(connection, "shop", "other", random);
      assertThat(SessionRows.register(connection, "shop", "support", random)).isEqualTo(first);
      assertThat(other).isNotEqualTo(first);
      List<String> tables = SessionRows.tables(connection);
      for (String table : tables) {
        ExampleRows.fill(connection, table, first);
        ExampleRows.fill(connection, table, other);
      }

      assertThat(SessionRows.erase(connection, "shop", "support")).isTrue();

      for (String table : tables) {
        assertThat(rows(connection, table, first)).as("rows left in %s", table).isZero();
        assertThat(rows(connection, table, other)).as("other's rows in %s", table).isPositive();
      }
      assertThat(SessionRows.find(connection, "shop", "support")).isEqualTo(OptionalLong.empty());
      assertThat(SessionRows.erase(connection, "shop", "support")).isFalse();
    }
  }

  private static long rows(Connection connection, String table, long session) throws SQLException {
    return number(
        connection, "select count(*) from kubezap." + table + " where session_id = " + session);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private DataSource database(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return postgres.getDatabase("postgres", name);
  }
}
