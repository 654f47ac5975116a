package dev.kubezap.benchmarks;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What every contender shares: one PostgreSQL with fsync, one simulator, one webhook sink. */
final class Arena implements AutoCloseable {
  private static final Duration STATISTICS_DELAY = Duration.ofMillis(1_500);
  private static final Duration POLL = Duration.ofMillis(2);

  final Simulator simulator;
  final WebhookCounter webhooks = new WebhookCounter();
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Held, since the JDK forgets the level of a logger that nobody holds. */
  private final Logger migrations = Logger.getLogger("org.flywaydb");

  private final EmbeddedPostgres postgres;
  private final Path folder;
  private final AtomicInteger accounts = new AtomicInteger();

  Arena(Path folder) throws IOException {
    this.folder = folder;
    migrations.setLevel(Level.WARNING);
    simulator = Simulator.start(SimulatorConfig.defaults());
    // Zonky switches fsync off for tests; a figure without it would be worth nothing.
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .start();
  }

  /** A new account, given by its number. */
  String account(String name) {
    String number = "49151" + (20_000_000 + accounts.incrementAndGet());
    simulator.addAccount("+" + number, name, false);
    return number;
  }

  /** A new database and folder, prepared for a contender. */
  Contender.Place place(String name, Contender contender) throws IOException, SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    Contender.Place place =
        new Contender.Place(
            Files.createDirectories(folder.resolve(name)),
            "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name,
            "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/" + name,
            webhooks.url(),
            simulator.webSocketUrl(),
            simulator.noiseRoot());
    contender.prepare(place);
    return place;
  }

  /** What the database of a place has done, once every session of it has told. */
  DatabaseUse databaseUse(Contender.Place place) throws SQLException, InterruptedException {
    // PostgreSQL counts up to a second late.
    TimeUnit.NANOSECONDS.sleep(STATISTICS_DELAY.toNanos());
    String name = place.jdbcUrl().substring(place.jdbcUrl().lastIndexOf('/') + 1);
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
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
      return new DatabaseUse(row.getLong(1), row.getLong(2));
    }
  }

  /** Stanzas that the devices linked to a number have not acknowledged. */
  int waiting(String number) {
    return simulator
        .world()
        .locked(
            () ->
                simulator.world().byNumber(number).orElseThrow().companions().stream()
                    .mapToInt(device -> device.mailbox().pending().size())
                    .sum());
  }

  /** Waits until no more than so many wait. */
  void awaitWaiting(String number, int most, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (waiting(number) > most) {
      if (System.nanoTime() > deadline) {
        throw new UnacknowledgedException(waiting(number));
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    webhooks.close();
    simulator.close();
    postgres.close();
  }
}
