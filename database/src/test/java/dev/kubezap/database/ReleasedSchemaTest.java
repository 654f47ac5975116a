package dev.kubezap.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database as a release left it, with a row in each table, is brought to this version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleasedSchemaTest {
  private static final Path RELEASES = Path.of("releases");

  /** The server whose {@code pg_dump} writes a release down. */
  private static final int SERVER = 15;

  private static final List<String> WHAT_A_SCHEMA_IS =
      List.of(
          "select concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
              + " a.attnotnull, a.attgenerated, a.attstattarget, pg_get_expr(d.adbin, d.adrelid))"
              + " from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d"
              + " on d.adrelid = c.oid and d.adnum = a.attnum where c.relnamespace ="
              + " 'kubezap'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not"
              + " a.attisdropped",
          "select indexdef from pg_indexes where schemaname = 'kubezap'",
          "select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from"
              + " pg_constraint where connamespace = 'kubezap'::regnamespace and contype <> 'n'",
          "select concat_ws(' ', tablename, policyname, roles, cmd, qual) from pg_policies where"
              + " schemaname = 'kubezap'",
          "select concat_ws(' ', relname, relrowsecurity, relforcerowsecurity, reloptions) from"
              + " pg_class where relnamespace = 'kubezap'::regnamespace and relkind = 'r'",
          "select pg_get_functiondef(oid) from pg_proc where pronamespace ="
              + " 'kubezap'::regnamespace",
          "select concat_ws(' ', version, description, checksum) from kubezap.schema_history where"
              + " version is not null");

  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  void stop() throws Exception {
    postgres.close();
  }

  static List<Path> releases() throws IOException {
    try (Stream<Path> files = Files.list(RELEASES)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  @Test
  void theFirstReleaseIsKept() throws Exception {
    assertThat(releases()).contains(RELEASES.resolve("0.1.0.sql"));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void aDatabaseOfAReleaseIsBroughtToThisVersionWithItsRows(Path release) throws Exception {
    DataSource source = restored(release, "upgraded");
    List<String> tables;
    List<String> counts;
    try (Connection connection = source.getConnection()) {
      tables = SessionRows.tables(connection);
      counts = counts(connection, tables);
      assertThat(counts).as("rows of %s in %s", tables, release).doesNotContain("0");
    }

    Migrations.run(source);

    DataSource fresh = database("fresh");
    Migrations.run(fresh);
    try (Connection connection = source.getConnection();
        Connection expected = fresh.getConnection()) {
      assertThat(counts(connection, tables)).isEqualTo(counts);
      assertThat(schema(connection)).isEqualTo(schema(expected));
      SessionRoles.prepare(connection);
      List<String> migrated = schema(connection);
      Migrations.run(source);
      assertThat(schema(connection)).as("after a second upgrade").isEqualTo(migrated);
    }
  }

  /** What later versions do to large tables works on what a release left. */
  @ParameterizedTest
  @MethodSource("releases")
  void aLaterVersionGoesOnFromARelease(Path release) throws Exception {
    DataSource source = restored(release, "later");
    Migrations.run(source, Migrations.files().and(LargeTable.TRIAL), MigrationProgress.UNTOLD);
    try (Connection connection = source.getConnection()) {
      assertThat(
              Fleet.texts(
                  connection,
                  "select (sender_key = hashtextextended(sender, session_id))::text from"
                      + " kubezap.message"))
          .containsExactly("true");
    }
  }

  /** Writes a release down: {@code -Dkubezap.release=0.2.0}. */
  @Test
  @EnabledIfSystemProperty(named = "kubezap.release", matches = "\\d+\\.\\d+\\.\\d+")
  void writesARelease() throws Exception {
    Path programs = InstalledPostgres.programs(SERVER).orElseThrow();
    Path file = RELEASES.resolve(System.getProperty("kubezap.release") + ".sql");
    Files.createDirectories(RELEASES);
    try (InstalledPostgres server = InstalledPostgres.start(programs, Map.of())) {
      String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
      Migrations.run(url, "postgres", null);
      try (Connection connection = server.connect()) {
        long session = SessionRows.register(connection, "shop", "support", new SecureRandom());
        for (String table : SessionRows.tables(connection)) {
          ExampleRows.fill(connection, table, session);
        }
      }
      Process dump =
          new ProcessBuilder(
                  programs.resolve("pg_dump").toString(),
                  "--host=127.0.0.1",
                  "--port=" + server.port(),
                  "--username=postgres",
                  "--schema=kubezap",
                  "--no-owner",
                  "--no-privileges",
                  "--inserts",
                  "postgres")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(dump.waitFor()).isZero();
      Files.writeString(file, statements(text));
    }
  }

  /** Without comments, empty lines and what psql alone understands. */
  private static String statements(String dump) {
    return dump.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("--") && !line.startsWith("\\"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private DataSource restored(Path release, String prefix) throws SQLException, IOException {
    String name = prefix + release.getFileName().toString().replace('.', '_');
    DataSource source = database(name);
    // As psql sends it: the driver alone does not find where each statement ends.
    String url =
        "jdbc:postgresql://127.0.0.1:%d/%s?preferQueryMode=simple"
            .formatted(postgres.getPort(), name);
    try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      ExampleRows.execute(connection, Files.readString(release));
    }
    return source;
  }

  private static List<String> counts(Connection connection, List<String> tables)
      throws SQLException {
    List<String> counts = new ArrayList<>();
    for (String table : tables) {
      counts.addAll(Fleet.texts(connection, "select count(*) from kubezap." + table));
    }
    return counts;
  }

  private static List<String> schema(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String part : WHAT_A_SCHEMA_IS) {
      found.addAll(Fleet.texts(connection, part).stream().sorted().toList());
    }
    return found;
  }

  private DataSource database(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      ExampleRows.execute(connection, "drop database if exists " + name);
      ExampleRows.execute(connection, "create database " + name);
    }
    return postgres.getDatabase("postgres", name);
  }
}
