package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much the pod logs. */
public enum LogLevel {
  /** Only what failed. */
  @JsonProperty("Error")
  ERROR,
  /** What may need attention, too. */
  @JsonProperty("Warn")
  WARN,
  /** What happens. */
  @JsonProperty("Info")
  INFO,
  /** Details for finding faults; no secrets and no message texts. */
  @JsonProperty("Debug")
  DEBUG
}
