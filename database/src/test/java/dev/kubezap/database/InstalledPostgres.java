package dev.kubezap.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of the programs that are installed, with its default settings and files of
 * its own. Its superuser is {@code postgres}, without password, on loopback alone.
 */
public final class InstalledPostgres implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Path folder;
  private final Process server;
  private final int port;

  private InstalledPostgres(Path folder, Process server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /** The folder with the programs of a major version, where Debian's package puts it. */
  public static Optional<Path> programs(int major) {
    return Optional.of(Path.of("/usr/lib/postgresql", Integer.toString(major), "bin"))
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")));
  }

  /**
   * Makes a cluster and starts it.
   *
   * @param programs the folder of {@code initdb} and {@code postgres}
   * @param settings what is not as by default
   */
  public static InstalledPostgres start(Path programs, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("kubezap-postgres");
    Path data = folder.resolve("data");
    run(
        folder,
        List.of(
            programs.resolve("initdb").toString(),
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--pgdata=" + data));
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("postgres").toString());
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-k", folder.toString(), "-c", "listen_addresses=127.0.0.1"));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    InstalledPostgres started = new InstalledPostgres(folder, launch(folder, command), port);
    try {
      started.awaitAnswer();
      return started;
    } catch (IOException | InterruptedException e) {
      started.close();
      throw e;
    }
  }

  /** It refuses to run as root; in a user namespace of its own root is nobody. */
  private static Process launch(Path folder, List<String> command) throws IOException {
    List<String> words = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      words.addAll(List.of("unshare", "-U"));
    }
    words.addAll(command);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process = launch(folder, command);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          command.getFirst() + " failed: " + Files.readString(folder.resolve("output")));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try (Connection connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (System.nanoTime() > deadline || !server.isAlive()) {
          throw new IOException(Files.readString(folder.resolve("output")), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** As superuser, in the database {@code postgres}. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
  }

  public int port() {
    return port;
  }

  /** The process that all others of the server are children of. */
  public long pid() {
    return server.pid();
  }

  /** Ends the server and deletes its files. */
  @Override
  public void close() throws IOException {
    server.destroy();
    try {
      if (!server.waitFor(3, TimeUnit.SECONDS)) {
        // Connections that somebody left open.
        server.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
