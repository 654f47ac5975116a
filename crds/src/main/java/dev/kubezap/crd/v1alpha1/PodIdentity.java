package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who chooses the user and the groups of session pods. */
public enum PodIdentity {
  /** The operator, as the class says it. */
  @JsonProperty("Product")
  PRODUCT,
  /** An admission of the cluster, such as OpenShift's security context constraints. */
  @JsonProperty("Platform")
  PLATFORM
}
