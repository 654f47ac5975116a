package dev.kubezap.operator.breaker;

import dev.kubezap.crd.v1alpha1.SessionReport;
import java.time.Instant;
import java.util.Optional;

/**
 * What a session's own report says to the breaker. Pure.
 *
 * @param linked whether it has an account
 * @param connected whether it has a connection
 * @param waits whether it would connect and is held back
 * @param refusedAt when WhatsApp refused it last, by its pod's clock
 */
public record Sight(boolean linked, boolean connected, boolean waits, Optional<Instant> refusedAt) {

  /** The reason of a session that is held back, as pods write it. */
  private static final String HELD_BACK = "connecting-held-back";

  /** Reads a report. */
  public static Sight of(SessionReport report) {
    return new Sight(
        report.jid() != null,
        "Connected".equals(report.state()),
        HELD_BACK.equals(report.reason()),
        Refusal.at(report));
  }

  /**
   * Whether it is one of those of whom many are too many: linked, or linked until it was refused.
   */
  boolean counts() {
    return linked || refusedAt.isPresent();
  }
}
