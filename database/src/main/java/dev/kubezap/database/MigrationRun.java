package dev.kubezap.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.migration.JavaMigration;

/** Brings one database to a version, alone: who comes second waits. */
final class MigrationRun {
  /** "kubezap" in ASCII: the advisory lock under which migrations take turns. */
  private static final long LOCK = 0x6B7562657A6170L;

  /** How often whoever waits for his turn asks for it. */
  private static final Duration TURN = Duration.ofMillis(200);

  /** How long a step, or a batch of one, is tried again while others are in its way. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final DataSource source;
  private final List<MigrationFile> files;
  private final MigrationProgress progress;

  MigrationRun(DataSource source, MigrationFiles files, MigrationProgress progress) {
    this.source = source;
    this.files = files.paths().stream().map(MigrationFile::read).toList();
    this.progress = progress;
  }

  void run() throws SQLException {
    try (Connection lock = source.getConnection()) {
      lock.setAutoCommit(false);
      awaitTurn(lock);
      keep(lock);
      try {
        migrate();
      } finally {
        progress.ended();
      }
      lock.rollback();
    }
  }

  /**
   * Held by a transaction, not by the session, so that it works through a pooler too. Creating the
   * schema is a race that Flyway's own lock, which lies in the schema, cannot decide. It is asked
   * for again and again: whoever waits inside a statement has a snapshot, for the end of which the
   * making of an index would wait in turn.
   */
  private static void awaitTurn(Connection lock) throws SQLException {
    while (true) {
      try (PreparedStatement statement =
          lock.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
        statement.setLong(1, LOCK);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          if (row.getBoolean(1)) {
            return;
          }
        }
      }
      lock.rollback();
      Patience.rest(TURN);
    }
  }

  /**
   * The turn is kept for as long as it takes. The driver leaves the answer to its last question
   * open, and with it a snapshot of the database, until it asks something else.
   */
  private static void keep(Connection lock) throws SQLException {
    try (Statement statement = lock.createStatement()) {
      statement.execute("set local idle_in_transaction_session_timeout = 0");
    }
  }

  private void migrate() throws SQLException {
    PendingSteps steps = pending();
    for (MigrationFile file : steps.files()) {
      if (!file.atOnce()) {
        flyway(until(file), steps);
        steps.began(file.number());
        alone(file);
      }
    }
    flyway(files, steps);
  }

  private PendingSteps pending() {
    Flyway flyway = configured(files, new PendingSteps(files, progress), 0);
    Set<Integer> pending =
        Stream.of(flyway.info().pending())
            .map(info -> Integer.valueOf(info.getVersion().getVersion()))
            .collect(Collectors.toSet());
    return new PendingSteps(
        files.stream().filter(file -> pending.contains(file.number())).toList(), progress);
  }

  private List<MigrationFile> until(MigrationFile end) {
    return files.stream().takeWhile(file -> file.number() < end.number()).toList();
  }

  /** A migration that takes as long as it takes. */
  private void alone(MigrationFile file) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = " + Migrations.SCHEMA);
      switch (file.script()) {
        case MigrationScript.Online online ->
            new OnlineMigration(connection, online.statements()).run();
        case MigrationScript.Batches batches ->
            new BatchedMigration(
                    connection, Integer.toString(file.number()), batches, progress, PATIENCE)
                .run();
        case MigrationScript.AtOnce ignored ->
            throw new IllegalStateException(file.path() + " is run by Flyway");
      }
    }
  }

  /** Has Flyway run these, as far as they were not, and note them. */
  private void flyway(List<MigrationFile> some, PendingSteps steps) throws SQLException {
    new Patience(progress, PATIENCE).with(attempt -> migrate(configured(some, steps, attempt)));
  }

  private Flyway configured(List<MigrationFile> some, PendingSteps steps, int attempt) {
    List<String> atOnce =
        some.stream().filter(MigrationFile::atOnce).map(MigrationFile::path).toList();
    JavaMigration[] others =
        some.stream()
            .filter(file -> !file.atOnce())
            .map(MigrationFile::noted)
            .toArray(JavaMigration[]::new);
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .schemas(Migrations.SCHEMA)
        .defaultSchema(Migrations.SCHEMA)
        .createSchemas(true)
        .table("schema_history")
        .resourceProvider(new ListedResources(atOnce))
        .javaMigrations(others)
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .callbacks(new ProgressCallback(steps, attempt))
        .load();
  }

  /** What the database refused is told as it said it, so that it can be tried again. */
  private static void migrate(Flyway flyway) throws SQLException {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException refused && Patience.gaveWay(refused)) {
          throw new SQLException(e.getMessage(), refused.getSQLState(), e);
        }
      }
      throw e;
    }
  }
}
