package dev.kubezap.tracing;

import java.util.List;

/**
 * Whether spans are exported. The SDK of OpenTelemetry reads its variables itself; here is told
 * alone whether it is to be loaded.
 *
 * @param on whether a collector was named
 * @param problems what is wrong with the variables; nothing is exported then, since a session is
 *     worth more than its traces
 */
public record TraceSettings(boolean on, List<String> problems) {

  public TraceSettings {
    problems = List.copyOf(problems);
  }
}
