package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a volume whose session is deleted. */
public enum VolumeRetention {
  /** It is erased with everything else. */
  @JsonProperty("Delete")
  DELETE,
  /** It is kept, with the keys that open it. */
  @JsonProperty("Retain")
  RETAIN
}
