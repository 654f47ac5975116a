package dev.kubezap.operator.reconcile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged operator as a process of its own. */
final class OperatorChild implements AutoCloseable {

  private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");

  private final Process process;
  private final Path log;
  private final int port;

  /**
   * Starts it.
   *
   * @param log the file of its output
   */
  OperatorChild(Path log, Map<String, String> environment) throws IOException {
    this.log = log;
    this.port = freePort();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                PROGRAM.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("KUBEZAP_HTTP_HOST", "127.0.0.1");
    builder.environment().put("KUBEZAP_MANAGEMENT_PORT", Integer.toString(port));
    process = builder.start();
  }

  /** Of the process. */
  long pid() {
    return process.pid();
  }

  boolean ready() throws InterruptedException {
    return status("/healthz/ready") == 200;
  }

  boolean alive() throws InterruptedException {
    return status("/healthz/live") == 200;
  }

  /** The lines of its metrics page that begin so. */
  List<String> metrics(String begin) throws IOException, InterruptedException {
    return get("/metrics").body().lines().filter(line -> line.startsWith(begin)).toList();
  }

  List<String> logLines() throws IOException {
    return Files.readAllLines(log);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; whether it has ended in time. */
  boolean end() throws InterruptedException {
    process.destroy();
    return ended();
  }

  /** Whether it ends in time. */
  boolean ended() throws InterruptedException {
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  /** Freezes it. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException notListening) {
      return 0;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
