package dev.kubezap.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a fault may happen. */
public enum FaultPoint {
  /** A connection was accepted; nothing has been answered. Delay, close. */
  @JsonProperty("connect")
  CONNECT,
  /** The client hello has come; the server hello leaves next. Delay, drop, close, truncate. */
  @JsonProperty("handshake")
  HANDSHAKE,
  /** The handshake is done and the payload known. Delay, drop, close, stream error, failure. */
  @JsonProperty("login")
  LOGIN,
  /** A stanza of a client, before it is handled. */
  @JsonProperty("in")
  IN,
  /** A stanza to a client, before it is encrypted. */
  @JsonProperty("out")
  OUT,
  /** A message of a companion, before it is accepted. Reject. */
  @JsonProperty("message")
  MESSAGE,
  /** A request of a companion, before it is answered. Reject. */
  @JsonProperty("iq")
  IQ
}
