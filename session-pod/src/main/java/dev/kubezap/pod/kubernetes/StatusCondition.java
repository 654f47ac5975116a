package dev.kubezap.pod.kubernetes;

import java.time.Instant;

/**
 * A condition of the resource.
 *
 * @param reason in CamelCase
 * @param since when {@code holds} changed last
 */
record StatusCondition(String type, boolean holds, String reason, String message, Instant since) {

  /** {@code True} or {@code False}, as Kubernetes writes it. */
  String status() {
    return holds ? "True" : "False";
  }

  /** This condition with the time of {@code earlier}, when nothing changed since. */
  StatusCondition after(StatusCondition earlier) {
    return earlier.holds == holds
        ? new StatusCondition(type, holds, reason, message, earlier.since)
        : this;
  }
}
