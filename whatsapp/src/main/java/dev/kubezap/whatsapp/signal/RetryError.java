package dev.kubezap.whatsapp.signal;

/**
 * The {@code error} of a retry receipt: why a device could not read a message. The numbers are
 * those of WhatsApp Web.
 */
public enum RetryError {
  UNKNOWN(0),
  NO_SESSION(1),
  INVALID_KEY(2),
  INVALID_KEY_ID(3),
  INVALID_MESSAGE(4),
  INVALID_SIGNATURE(5),
  FUTURE_MESSAGE(6),
  BAD_MAC(7),
  INVALID_SESSION(8),
  INVALID_MESSAGE_KEY(9),
  BAD_BROADCAST_EPHEMERAL_SETTING(10),
  UNKNOWN_COMPANION_WITHOUT_PRE_KEY(11),
  INVALID_DEVICE_IDENTITY(12),
  STATUS_REVOKE_DELAY(13);

  private final int code;

  RetryError(int code) {
    this.code = code;
  }

  /** The number on the wire, 0 to 13. */
  public int code() {
    return code;
  }
}
