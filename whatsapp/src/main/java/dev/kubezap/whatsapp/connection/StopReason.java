package dev.kubezap.whatsapp.connection;

/** Why no further connection is tried until a person or a change of configuration allows it. */
public enum StopReason {
  /** The service locked the account. */
  LOCKED,
  /** The service banned the account. */
  BANNED,
  /** The service does not accept what this client sent; trying again would send the same. */
  REFUSED,
  /** The phone cannot have linked devices. */
  PHONE_UNSUITABLE,
  /** The connection was closed from this side. */
  CLOSED
}
