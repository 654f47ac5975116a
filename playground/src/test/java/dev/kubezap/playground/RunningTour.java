package dev.kubezap.playground;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The packaged playground as a process of its own, started as {@code ./playground/up} does. */
final class RunningTour {

  private static final Duration MOST = Duration.ofMinutes(6);

  private RunningTour() {}

  /** What it said, and how it ended. */
  record Ending(int code, String output) {}

  /**
   * Plays a tour.
   *
   * @param data the playground's folder
   * @param options beside {@code --tour}
   */
  static Ending play(Path data, String... options) throws IOException, InterruptedException {
    var jar = Objects.requireNonNull(System.getProperty("kubezap.playground.jar"));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dkubezap.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-jar",
                jar,
                "--tour",
                "--data",
                data.toString()));
    command.addAll(List.of(options));
    var output = Files.createTempFile("tour", ".txt");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the tour has not ended: " + Files.readString(output));
      }
      return new Ending(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroy();
      process.waitFor();
      Files.delete(output);
    }
  }
}
