package dev.kubezap.playground.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param name unique among the running ones; also names its record
 * @param command the program and its arguments
 * @param environment all of its environment: nothing is inherited
 * @param folder its working folder
 * @param log the file that both of its outputs are appended to
 * @param stopSignal the signal that asks it to end, {@code TERM} for most
 */
public record Launch(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path folder,
    Path log,
    String stopSignal) {

  /** One that SIGTERM asks to end. */
  public Launch(
      String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
    this(name, command, environment, folder, log, "TERM");
  }

  /** Copies what it is given. */
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Names the program alone, since arguments and environment may hold secrets. */
  @Override
  public String toString() {
    return "Launch[" + name + ", " + command.getFirst() + "]";
  }
}
