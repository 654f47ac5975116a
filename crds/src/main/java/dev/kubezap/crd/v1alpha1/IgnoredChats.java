package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Chats whose messages a session may ignore. */
public enum IgnoredChats {
  /** Groups. */
  @JsonProperty("groups")
  GROUPS,
  /** What contacts show for a day. */
  @JsonProperty("status")
  STATUS,
  /** Channels. */
  @JsonProperty("channels")
  CHANNELS
}
