package dev.kubezap.playground;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The packaged playground as a process of its own, left running as {@code ./playground/up} does.
 */
final class LeftRunning implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(6);
  private static final Duration END = Duration.ofMinutes(1);

  private final Process process;
  private final Path data;
  private final Properties ports = new Properties();

  LeftRunning(Path folder) throws IOException {
    this(folder, Map.of());
  }

  /** With variables of its own. */
  LeftRunning(Path folder, Map<String, String> variables) throws IOException {
    data = folder.resolve("data");
    var output = folder.resolve("playground.txt");
    var builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-Dkubezap.root=" + Path.of("..").toAbsolutePath().normalize(),
                    "-jar",
                    Objects.requireNonNull(System.getProperty("kubezap.playground.jar")),
                    "--data",
                    data.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    process = builder.start();
    await("the playground")
        .atMost(START)
        .until(
            () -> {
              var said = Files.readString(output);
              if (!process.isAlive()) {
                throw new AssertionError("the playground ended: " + said);
              }
              return said.contains("The playground runs.");
            });
    try (var reader = Files.newBufferedReader(data.resolve("ports.properties"))) {
      ports.load(reader);
    }
  }

  URI gateway() {
    return address("gateway");
  }

  /** The simulator's control API. */
  URI phones() {
    return address("simulator-control");
  }

  URI webhooks() {
    return address("webhook-sink").resolve("/hooks");
  }

  String fleetKey() throws IOException {
    return Files.readString(data.resolve("gateway/fleet-key")).strip();
  }

  /** Where it keeps everything. */
  Path data() {
    return data;
  }

  /** What the receiver of webhooks checks signatures by. */
  String signingKey() throws IOException {
    return Files.readString(data.resolve("webhooks/webhook-signing-key")).strip();
  }

  /** JDBC address of the database. */
  String databaseUrl() {
    return "jdbc:postgresql://127.0.0.1:%s/kubezap".formatted(ports.getProperty("postgres"));
  }

  /** Of the role {@code postgres}. */
  String superuserPassword() throws IOException {
    return Files.readString(data.resolve("postgres/superuser-password")).strip();
  }

  /** What was delivered, an event a line. */
  List<String> delivered() throws IOException {
    var file = data.resolve("logs/webhooks.jsonl");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private URI address(String name) {
    return URI.create("http://127.0.0.1:" + Objects.requireNonNull(ports.getProperty(name), name));
  }

  @Override
  public void close() {
    process.destroy();
    var ended = process.onExit().completeOnTimeout(process, END.toSeconds(), TimeUnit.SECONDS);
    if (ended.join().isAlive()) {
      process.destroyForcibly();
    }
  }
}
