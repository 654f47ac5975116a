package dev.kubezap.pod.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A standby that its primary waits for with every commit. */
final class StandbyPostgres implements AutoCloseable {
  private static final String NAME = "replica";

  private final RestartablePostgres primary;
  private final Path data;
  private EmbeddedPostgres running;

  private StandbyPostgres(RestartablePostgres primary, Path data) throws IOException {
    this.primary = primary;
    this.data = data;
    running = started();
  }

  /**
   * Makes a standby of what the primary has, which ends and starts for it; from then on nothing is
   * committed without it.
   *
   * @param data where its files will be
   */
  static StandbyPostgres of(RestartablePostgres primary, Path data)
      throws IOException, SQLException {
    primary.copyTo(data);
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'\n"
            .formatted(primary.port(), NAME),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.createFile(data.resolve("standby.signal"));
    StandbyPostgres standby = new StandbyPostgres(primary, data);
    try (Connection connection = DriverManager.getConnection(primary.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set synchronous_standby_names = '" + NAME + "'");
      statement.execute("select pg_reload_conf()");
      Awaitility.await("the standby follows")
          .atMost(Duration.ofSeconds(60))
          .until(() -> follows(statement));
      return standby;
    } catch (SQLException | RuntimeException e) {
      standby.close();
      throw e;
    }
  }

  private static boolean follows(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("select 1 from pg_stat_replication where sync_state = 'sync'")) {
      return rows.next();
    }
  }

  private EmbeddedPostgres started() throws IOException {
    return RestartablePostgres.builder(data).start();
  }

  /** Ends it; the primary's commits wait. */
  void stop() throws IOException {
    running.close();
  }

  /** Starts it again; the primary's commits go on. */
  void startAgain() throws IOException {
    running = started();
  }

  /** The primary is lost, and this takes its place at its address. */
  void takeOver() throws IOException {
    stop();
    Files.delete(data.resolve("standby.signal"));
    primary.failOverTo(data);
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
