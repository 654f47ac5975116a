package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where QR and pairing code are shown. Whoever sees one can link a device. */
public enum PairingPublication {
  /** In the resource's status, for everybody who may read the resource. */
  @JsonProperty("Status")
  STATUS,
  /** In a Secret that is there only while there is something to scan or enter. */
  @JsonProperty("Secret")
  SECRET
}
