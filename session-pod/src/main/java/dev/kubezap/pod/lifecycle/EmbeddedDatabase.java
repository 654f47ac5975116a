package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.DatabaseLogin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL of the session's own, for a session that runs alone. Its data is under the data
 * folder and stays. Not part of the cluster image: nothing else refers to the classes that it uses.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final EmbeddedPostgres postgres;

  private EmbeddedDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts PostgreSQL.
   *
   * @param folder made when it is not there
   * @throws IOException when it does not start
   */
  static EmbeddedDatabase start(Path folder) throws IOException {
    Path data = folder.resolve("data");
    Path programs = folder.resolve("programs");
    UnfinishedFiles unfinished = new UnfinishedFiles(programs, data);
    stopLeftOver(data);
    unfinished.clear();
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(programs.toFile())
            .setPGStartupWait(START_PATIENCE)
            // The session ends before its database: the order is not left to two shutdown hooks.
            .setRegisterShutdownHook(false)
            // The library is made for tests and switches these off.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "20")
            .setServerConfig("shared_buffers", "16MB")
            .start();
    unfinished.made();
    giveBack();
    return new EmbeddedDatabase(postgres);
  }

  /** Unpacking PostgreSQL takes a hundred megabytes of heap that the session never needs again. */
  private static void giveBack() {
    System.gc();
  }

  /** How to log in. */
  DatabaseLogin login() {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
        Optional.of("postgres"),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  /**
   * A session that was killed leaves its PostgreSQL behind, which would keep the new one out of the
   * folder.
   */
  private static void stopLeftOver(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readString(pidFile).lines().findFirst().orElse("0").strip());
    Optional<ProcessHandle> process =
        ProcessHandle.of(pid)
            .filter(
                handle ->
                    handle.info().command().filter(path -> path.endsWith("postgres")).isPresent());
    if (process.isEmpty()) {
      return;
    }
    LOG.infof("Stopping the PostgreSQL (process %d) that an earlier run left behind", pid);
    process.get().destroy();
    try {
      process.get().onExit().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      throw new IOException("PostgreSQL (process " + pid + ") of an earlier run does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL of an earlier run ends", e);
    }
  }
}
