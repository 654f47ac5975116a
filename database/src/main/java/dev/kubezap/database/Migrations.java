package dev.kubezap.database;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
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
          "V017__labels.sql",
          "V018__migration_places.sql",
          "V019__breaker_probes.sql",
          "V020__event_traces.sql",
          "V021__chat_timers.sql");

  private Migrations() {}

  /** The number of the newest migration: what {@code schema_history} has when all have run. */
  public static int newest() {
    return MigrationFiles.number(FILES.getLast());
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
    run(source, files(), progress);
  }

  /**
   * Migrates the database by other files than the product's own, such as those and later ones.
   *
   * @throws SQLException when the database cannot be reached or refuses
   */
  public static void run(DataSource source, MigrationFiles files, MigrationProgress progress)
      throws SQLException {
    new MigrationRun(source, files, progress).run();
  }

  /** The product's migrations. */
  public static MigrationFiles files() {
    return MigrationFiles.of(FOLDER, FILES);
  }
}
