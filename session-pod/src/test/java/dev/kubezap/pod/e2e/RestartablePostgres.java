package dev.kubezap.pod.e2e;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that can be ended, started again at the same port, and frozen. */
final class RestartablePostgres implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres running;
  private List<Long> frozen = List.of();
  private int users = 1;

  private RestartablePostgres(Path data, EmbeddedPostgres running) {
    this.data = data;
    this.running = running;
    port = running.getPort();
  }

  static RestartablePostgres start(Path folder) throws IOException {
    Path data = Files.createDirectories(folder).resolve("data");
    return new RestartablePostgres(data, builder(data).start());
  }

  /** One more who closes it; the last one ends it. */
  synchronized RestartablePostgres shared() {
    users++;
    return this;
  }

  /** A server over these files, which are made when there are none. */
  static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        // The process that is tested ends by itself, and its files with the test's folder.
        .setServerConfig("fsync", "off");
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  int port() {
    return port;
  }

  /** Everybody but the superuser needs a password, once the configuration is read again. */
  void demandPasswords() throws IOException {
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """);
  }

  /** The URL of another database, which is made empty. */
  String urlOfNew(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create database \"" + name + "\"");
    }
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** Ends the server; every connection breaks at once. */
  void stop() throws IOException {
    running.close();
  }

  /** Starts it again, with the same data at the same port. */
  void startAgain() throws IOException {
    running = builder(data).setPort(port).start();
  }

  /** Copies everything that is stored, as a backup does; the server ends and starts for it. */
  void copyTo(Path backup) throws IOException {
    stop();
    Folders.copy(data, backup);
    startAgain();
  }

  /**
   * Fails over to a replica that lagged: what was copied takes the place of what is there, on a
   * timeline of its own.
   */
  void failOverTo(Path replica) throws IOException {
    stop();
    Folders.replace(data, replica);
    // Recovery that finds no more log ends, and begins another timeline.
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        "restore_command = 'false'\n",
        StandardOpenOption.APPEND);
    Files.createFile(data.resolve("recovery.signal"));
    startAgain();
  }

  /** Nothing answers any more and no connection breaks, as if the network had gone. */
  void freeze() throws IOException, InterruptedException {
    long server = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    // The server first, so that it starts no process that is not seen below.
    Signals.send("-STOP", List.of(server));
    List<Long> all = new ArrayList<>(List.of(server));
    ProcessHandle.of(server)
        .map(ProcessHandle::descendants)
        .orElseGet(Stream::empty)
        .forEach(process -> all.add(process.pid()));
    Signals.send("-STOP", all);
    frozen = List.copyOf(all);
  }

  /** It goes on where it was. */
  void thaw() throws IOException, InterruptedException {
    Signals.send("-CONT", frozen);
    frozen = List.of();
  }

  @Override
  public synchronized void close() throws IOException {
    users--;
    if (users > 0) {
      return;
    }
    try {
      thaw();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.close();
  }
}
