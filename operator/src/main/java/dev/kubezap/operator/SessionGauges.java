package dev.kubezap.operator;

import dev.kubezap.operator.reconcile.SessionGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;

/**
 * How many sessions there are of each phase, class and reason. What none is in any more is told as
 * 0 no longer: a class that is gone, or a reason that passed, leaves nothing behind.
 */
final class SessionGauges {

  private final MultiGauge gauge;

  SessionGauges(MeterRegistry meters) {
    gauge =
        MultiGauge.builder("kubezap.sessions.by.reason")
            .description("Sessions by phase, class, and why they are not ready")
            .register(meters);
  }

  /** Tells how it is now. */
  void tell(Map<SessionGroup, Long> groups) {
    gauge.register(
        groups.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                entry ->
                    MultiGauge.Row.of(
                        Tags.of(
                            "phase", entry.getKey().phase(),
                            "class", entry.getKey().className(),
                            "reason", entry.getKey().reason()),
                        entry.getValue()))
            .toList(),
        true);
  }
}
