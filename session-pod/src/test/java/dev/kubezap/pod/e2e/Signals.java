package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stops processes and lets them go on. */
final class Signals {
  private Signals() {}

  /** Sends a signal, such as {@code -STOP}; a process may have ended meanwhile. */
  static void send(String signal, List<Long> processes) throws IOException, InterruptedException {
    if (processes.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process)));
    // The rest gets its signal all the same.
    new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  /** Nothing of the process runs any more, as on a frozen node. */
  static void stop(PodProcess process) throws IOException, InterruptedException {
    send("-STOP", List.of(process.pid()));
  }

  /** The process goes on where it was. */
  static void goOn(PodProcess process) throws IOException, InterruptedException {
    send("-CONT", List.of(process.pid()));
  }
}
