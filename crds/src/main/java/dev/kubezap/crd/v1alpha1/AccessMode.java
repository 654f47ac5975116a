package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a volume may be mounted by a session. */
public enum AccessMode {
  /** By pods of one node. */
  @JsonProperty("ReadWriteOnce")
  READ_WRITE_ONCE,
  /** By one pod. */
  @JsonProperty("ReadWriteOncePod")
  READ_WRITE_ONCE_POD,
  /** By pods of many nodes. */
  @JsonProperty("ReadWriteMany")
  READ_WRITE_MANY
}
