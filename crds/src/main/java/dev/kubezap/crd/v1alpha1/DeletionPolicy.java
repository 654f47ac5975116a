package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What deleting a session does to the account and its data. */
public enum DeletionPolicy {
  /** Unlinks the device and erases volume, keys and database rows. */
  @JsonProperty("LogOut")
  LOG_OUT,
  /** Leaves the device linked and keeps everything. */
  @JsonProperty("Keep")
  KEEP
}
