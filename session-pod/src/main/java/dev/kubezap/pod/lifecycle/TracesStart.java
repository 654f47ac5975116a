package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.trace.OtlpTraces;
import dev.kubezap.pod.trace.Traces;
import dev.kubezap.tracing.SpanExport;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Switches traces on where a collector was named; nothing of them is loaded elsewhere. */
final class TracesStart {
  private static final Logger LOG = Logger.getLogger(TracesStart.class);

  private TracesStart() {}

  /** Empty when they are off, also because a variable is wrong: a session goes on without them. */
  static Optional<Traces> of(PodSettings settings, Clock clock) {
    settings.traces().problems().forEach(problem -> LOG.warnf("No traces: %s", problem));
    if (!settings.traces().on()) {
      return Optional.empty();
    }
    SessionName session = settings.session();
    try {
      return Optional.of(
          new OtlpTraces(
              SpanExport.start(
                  Map.of(
                      "otel.service.name",
                      "kubezap-session",
                      "otel.resource.attributes",
                      "service.namespace="
                          + session.namespace()
                          + ",service.instance.id="
                          + session.name()),
                  Map.of()),
              clock));
    } catch (RuntimeException e) {
      LOG.warnf("No traces: OpenTelemetry cannot begin (%s).", e.getMessage());
      return Optional.empty();
    }
  }
}
