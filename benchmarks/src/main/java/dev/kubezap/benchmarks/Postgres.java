package dev.kubezap.benchmarks;

import dev.kubezap.database.InstalledPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL that every contender has a database in, with fsync. */
final class Postgres implements AutoCloseable {
  private static final Duration STATISTICS_DELAY = Duration.ofMillis(1_500);

  private final Closeable server;
  private final int port;
  private final long postmaster;

  private Postgres(Closeable server, int port) throws SQLException {
    this.server = server;
    this.port = port;
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_read_file('postmaster.pid')")) {
      row.next();
      postmaster = Long.parseLong(row.getString(1).lines().findFirst().orElseThrow());
    }
  }

  /**
   * Starts one.
   *
   * @param programs the folder of the programs of an installed server, which then has its default
   *     settings; empty for the embedded one
   */
  static Postgres start(String programs) throws IOException, SQLException, InterruptedException {
    if (!programs.isEmpty()) {
      InstalledPostgres installed = InstalledPostgres.start(Path.of(programs), Map.of());
      return new Postgres(installed::close, installed.port());
    }
    // Zonky switches fsync off for tests; a figure without it would be worth nothing.
    EmbeddedPostgres embedded =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
    return new Postgres(embedded, embedded.getPort());
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
  }

  int port() {
    return port;
  }

  void create(String database) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
  }

  /** Lets it look at a place's tables, as its autovacuum does once a minute. */
  void analyze(Contender.Place place) throws SQLException {
    try (Connection connection = DriverManager.getConnection(place.jdbcUrl(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  /** What it has done for a place, beside what others have used at the same time. */
  Usage usage(Contender.Place place, ProcessUsage session, long ownMilliseconds)
      throws IOException, SQLException, InterruptedException {
    long processor = ProcessUsage.family(postmaster);
    // PostgreSQL counts up to a second late.
    TimeUnit.NANOSECONDS.sleep(STATISTICS_DELAY.toNanos());
    String name = place.jdbcUrl().substring(place.jdbcUrl().lastIndexOf('/') + 1);
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, xact_commit"
                    + " from pg_stat_database where datname = '"
                    + name
                    + "'")) {
      if (!row.next()) {
        throw new SQLException("there is no database " + name);
      }
      return new Usage(session, processor, ownMilliseconds, row.getLong(1), row.getLong(2));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
