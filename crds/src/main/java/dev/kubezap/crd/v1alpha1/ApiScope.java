package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a caller of the session's API may do. */
public enum ApiScope {
  /** Read everything. */
  @JsonProperty("read")
  READ,
  /** Send, and mark as read. */
  @JsonProperty("send")
  SEND,
  /** Pair, reconnect, log out, and work with webhooks. */
  @JsonProperty("manage")
  MANAGE,
  /** Everything. */
  @JsonProperty("admin")
  ADMIN
}
