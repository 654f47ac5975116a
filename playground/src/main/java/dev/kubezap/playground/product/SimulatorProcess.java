package dev.kubezap.playground.product;

import dev.kubezap.playground.process.Launch;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.process.Supervisor;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The WhatsApp server with its phones. */
public final class SimulatorProcess {

  private static final String NAME = "simulator";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path log;
  private final Supervisor supervisor;

  /**
   * Starts nothing yet: see {@link #start}.
   *
   * @param data keeps the simulator's world
   * @param log the file of its log, which it also says its address in
   */
  public SimulatorProcess(
      SourceTree tree, Path data, Path log, Ports ports, ProcessRecords records, Terminal terminal)
      throws IOException {
    this.log = log;
    var launch =
        new Launch(
            NAME,
            tree.simulator(
                Files.createDirectories(data),
                ports.reserve(NAME),
                ports.reserve(NAME + "-control")),
            tree.environment(),
            data,
            log);
    this.supervisor = new Supervisor(NAME, () -> launch, records, terminal::say);
  }

  /**
   * Starts it and returns its address once it listens.
   *
   * @throws IOException when it cannot be started or does not listen in time
   */
  public SimulatorAddress start() throws IOException, InterruptedException {
    // Its address is the one after the last start: what an earlier run said is no longer true.
    Files.createDirectories(log.toAbsolutePath().getParent());
    Files.writeString(log, "");
    supervisor.start();
    var deadline = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < deadline) {
      var address = address();
      if (address.isPresent()) {
        return address.get();
      }
      Thread.sleep(50);
    }
    throw new IOException(
        "the simulator does not say where it listens after "
            + READY.toSeconds()
            + " s; read "
            + log);
  }

  /** Where it said last that it listens. */
  public Optional<SimulatorAddress> address() throws IOException {
    try (var lines = Files.lines(log)) {
      return lines
          .flatMap(line -> SimulatorAddress.parse(line).stream())
          .reduce((_, later) -> later);
    }
  }

  /** Ends it and waits for that. */
  public void stop() throws InterruptedException {
    supervisor.stop(GRACE);
  }
}
