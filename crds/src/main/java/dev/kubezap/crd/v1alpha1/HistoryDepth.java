package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of what the phone knows from before the link is stored. */
public enum HistoryDepth {
  /** Only who is who. */
  @JsonProperty("none")
  NONE,
  /** What the phone tells a browser. */
  @JsonProperty("recent")
  RECENT,
  /** A year. */
  @JsonProperty("full")
  FULL
}
