package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the node fetches the image. */
public enum ImagePullPolicy {
  /** At every start. */
  @JsonProperty("Always")
  ALWAYS,
  /** When the node does not have it. */
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT,
  /** Never; it must be there. */
  @JsonProperty("Never")
  NEVER
}
