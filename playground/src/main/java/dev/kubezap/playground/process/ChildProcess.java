package dev.kubezap.playground.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A started process. */
public final class ChildProcess {

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final long LOG_LIMIT_BYTES = 20L << 20;

  private final Process process;
  private final String stopSignal;
  private final CompletableFuture<Integer> exit;

  private ChildProcess(Process process, String stopSignal, CompletableFuture<Integer> exit) {
    this.process = process;
    this.stopSignal = stopSignal;
    this.exit = exit;
  }

  /**
   * Starts a process in a session of its own, so that Ctrl-C in the terminal reaches this program
   * alone, which then ends its children in order.
   *
   * @throws IOException when the program cannot be executed
   */
  public static ChildProcess start(Launch launch, ProcessRecords records) throws IOException {
    Files.createDirectories(launch.log().toAbsolutePath().getParent());
    rotate(launch.log());
    var command = new ArrayList<String>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(launch.command());
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.directory(launch.folder().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    var process = builder.start();
    var identity = ProcessIdentity.of(process.pid());
    identity.ifPresent(started -> records.add(launch.name(), started));
    var exit =
        process
            .onExit()
            .thenApply(
                ended -> {
                  identity.ifPresent(started -> records.remove(launch.name(), started));
                  return ended.exitValue();
                });
    return new ChildProcess(process, launch.stopSignal(), exit);
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Completes with the exit code (128 + signal when a signal ended it) once it has ended. */
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  /** Asks it to end. */
  public void terminate() {
    if (!stopSignal.equals("TERM") && process.isAlive()) {
      try {
        new ProcessBuilder("kill", "-" + stopSignal, Long.toString(process.pid())).start();
        return;
      } catch (IOException noSuchProgram) {
        // SIGTERM, which Java can send by itself, asks for the same, less urgently.
      }
    }
    process.destroy();
  }

  /** Ends it (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end and kills it when it has not done so within the grace; waits for its end. */
  public void stop(Duration grace) throws InterruptedException {
    terminate();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      process.waitFor();
    }
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      setLogAside(log);
    }
  }

  /** Puts a log, if there is one, where the one before is kept. */
  public static void setLogAside(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
