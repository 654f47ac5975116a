package dev.kubezap.pod.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server of a program that is installed, on loopback, with a folder of its own. */
final class InstalledServer implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path folder;

  private InstalledServer(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
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
    Path folder = Files.createTempDirectory("kubezap-server");
    List<String> command =
        Stream.concat(Stream.of(program.toString()), arguments.apply(port).stream()).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    InstalledServer server = new InstalledServer(process, port, folder);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(server::answers);
    return server;
  }

  int port() {
    return port;
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
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
