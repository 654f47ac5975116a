package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which Secrets of its namespace a session may name. */
public enum PermittedSecrets {
  /** All of them. */
  @JsonProperty("Any")
  ANY,
  /** Those with the label {@link #LABEL} and the value {@code true}. */
  @JsonProperty("Labelled")
  LABELLED;

  /** Label of a Secret that sessions may name. */
  public static final String LABEL = "kubezap.dev/for-sessions";
}
