package dev.kubezap.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema {@code kubezap} of a database to this version. Running it again changes
 * nothing, and two that run at once take turns.
 */
public final class Migrations {
  /** The schema of all tables. */
  public static final String SCHEMA = "kubezap";

  /** Resource folder of the migrations. */
  static final String FOLDER = "db/kubezap/migration";

  /** Every migration, oldest first. A landed one is never edited. */
  static final List<String> FILES =
      List.of(
          "V001__ownership.sql",
          "V002__state_and_messages.sql",
          "V003__events_and_webhooks.sql",
          "V004__send_queue.sql",
          "V005__isolation.sql",
          "V006__webhook_settings.sql",
          "V007__policies_without_subselect.sql",
          "V008__stored_once.sql",
          "V009__one_index_by_session.sql",
          "V010__found_by_whole_key.sql",
          "V011__message_types.sql",
          "V012__queue_of_chats.sql",
          "V013__merged_chats.sql",
          "V014__found_by_metadata.sql",
          "V015__message_times.sql",
          "V016__chat_settings.sql",
          "V017__labels.sql");

  /** "kubezap" in ASCII: the advisory lock under which migrations take turns. */
  private static final long LOCK = 0x6B7562657A6170L;

  private Migrations() {}

  /** The number of the newest migration: what {@code schema_history} has when all have run. */
  public static int newest() {
    String file = FILES.getLast();
    return Integer.parseInt(file.substring(1, file.indexOf("__")));
  }

  /**
   * Migrates the database.
   *
   * @param url JDBC URL of PostgreSQL
   * @param user login that may create the schema
   * @param password null for none
   * @throws SQLException when the database cannot be reached or refuses
   */
  public static void run(String url, String user, @Nullable String password) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    source.setApplicationName("kubezap migrations");
    run(source);
  }

  /**
   * Migrates the database. Takes up to three connections of the source at once.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  public static void run(DataSource source) throws SQLException {
    run(source, MigrationProgress.UNTOLD);
  }

  /**
   * Migrates the database. Takes up to three connections of the source at once.
   *
   * @param progress is told of each step
   * @throws SQLException when the database cannot be reached or refuses
   */
  public static void run(DataSource source, MigrationProgress progress) throws SQLException {
    try (Connection lock = source.getConnection()) {
      lock.setAutoCommit(false);
      // Held by a transaction, not by the session, so that it works through a pooler too. Creating
      // the schema is a race
      // that Flyway's own lock, which lies in the schema, cannot decide.
      try (PreparedStatement statement = lock.prepareStatement("select pg_advisory_xact_lock(?)")) {
        statement.setLong(1, LOCK);
        statement.execute();
      }
      var steps = new ProgressCallback(progress);
      Flyway flyway =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(source)
              .schemas(SCHEMA)
              .defaultSchema(SCHEMA)
              .createSchemas(true)
              .table("schema_history")
              .resourceProvider(new Listed())
              .validateMigrationNaming(true)
              .cleanDisabled(true)
              .callbacks(steps)
              .load();
      steps.expect(flyway.info().pending().length);
      try {
        flyway.migrate();
      } finally {
        progress.ended();
      }
      lock.rollback();
    }
  }

  /** Answers Flyway's questions from the list instead of from a scan. */
  private static final class Listed implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return FILES.stream()
          .filter(file -> name.equals(FOLDER + "/" + file))
          .findFirst()
          .map(MigrationResource::new)
          .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return FILES.stream()
          .filter(file -> file.startsWith(prefix) && hasSuffix(file, suffixes).isPresent())
          .<LoadableResource>map(MigrationResource::new)
          .toList();
    }

    private static Optional<String> hasSuffix(String file, String[] suffixes) {
      return List.of(suffixes).stream()
          .filter(suffix -> file.toLowerCase(Locale.ROOT).endsWith(suffix))
          .findFirst();
    }
  }
}
