package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PgBouncer in transaction mode before a PostgreSQL, with a pool of two connections for
 * which nobody waits longer than two seconds. It can be ended and started again at its port.
 */
final class PgBouncer implements AutoCloseable {
  /** Connections to PostgreSQL, and so transactions at once. */
  static final int POOL = 2;

  private final List<String> command;
  private final Path log;
  private final int port;
  private Process running;

  private PgBouncer(List<String> command, Path log, int port) throws IOException {
    this.command = command;
    this.log = log;
    this.port = port;
    running = start();
  }

  /** Where it is installed, if it is: on the path, or where Debian puts it. */
  static Optional<Path> installed() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param program as {@link #installed} found it
   * @param database JDBC URL of what stands behind it
   * @param folder for its configuration and its log
   */
  static PgBouncer start(Path program, String database, Path folder) throws IOException {
    Files.createDirectories(folder);
    int port = freePort();
    Path configuration = folder.resolve("pgbouncer.ini");
    Files.writeString(
        configuration,
        """
        [databases]
        postgres = host=127.0.0.1 port=%d user=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %d
        query_wait_timeout = 2
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(portOf(database), port, POOL));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if ("root".equals(System.getProperty("user.name"))) {
      // It refuses to run as root; its configuration is read before it becomes another.
      command.add("--user=nobody");
    }
    command.add(configuration.toString());
    return new PgBouncer(List.copyOf(command), folder.resolve("log"), port);
  }

  private static int portOf(String url) {
    return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** As a session's pod is told to go through it: no prepared statement outlives a transaction. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Awaitility.await("PgBouncer listens")
        .failFast("it ended, see " + log, () -> !process.isAlive())
        .until(this::listens);
    return process;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once: every connection breaks, in the middle of whatever it was about. */
  void kill() throws InterruptedException {
    running.destroyForcibly();
    end();
  }

  /** Ends it as an upgrade does: when no transaction is open any more. */
  void restartSafely() throws IOException, InterruptedException {
    Signals.send("-INT", List.of(running.pid()));
    end();
    startAgain();
  }

  /** Starts it again at the same port. */
  void startAgain() throws IOException {
    running = start();
  }

  private void end() throws InterruptedException {
    if (!running.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("PgBouncer did not end");
    }
  }

  @Override
  public void close() {
    running.destroyForcibly();
  }
}
