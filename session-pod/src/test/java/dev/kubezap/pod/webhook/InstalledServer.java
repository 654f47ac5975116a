package dev.kubezap.pod.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server of a program that is installed, on loopback, with a folder of its own. */
final class InstalledServer implements AutoCloseable {
  private final int port;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private Process process;

  private InstalledServer(
      int port, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    this.port = port;
    this.folder = folder;
    this.command = command;
    this.environment = environment;
    this.process = begin();
  }

  /** The program; empty where it is not installed. */
  static Optional<Path> program(String name) {
    Stream<String> folders =
        Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
            Stream.of("/usr/bin", "/usr/sbin"));
    return folders.map(path -> Path.of(path, name)).filter(Files::isExecutable).findFirst();
  }

  /**
   * Starts one and waits until it takes connections.
   *
   * @param arguments given the port
   */
  static InstalledServer start(Path program, IntFunction<List<String>> arguments)
      throws IOException {
    return start(program, freePort(), arguments);
  }

  /** Starts one at a port. */
  static InstalledServer start(Path program, int port, IntFunction<List<String>> arguments)
      throws IOException {
    return start(
        Files.createTempDirectory("kubezap-server"),
        port,
        Stream.concat(Stream.of(program.toString()), arguments.apply(port).stream()).toList(),
        Map.of());
  }

  /** Starts one in a folder, which is deleted with it. */
  static InstalledServer start(
      Path folder, int port, List<String> command, Map<String, String> environment)
      throws IOException {
    InstalledServer server = new InstalledServer(port, folder, command, environment);
    server.await();
    return server;
  }

  private Process begin() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void await() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
  }

  int port() {
    return port;
  }

  /** Ends it without its knowing. */
  void kill() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    children.forEach(child -> child.onExit().join());
  }

  /** Starts it again with what it has stored. */
  void startAgain() throws IOException {
    process = begin();
    await();
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("log")));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    }
  }
}
