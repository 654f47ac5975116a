package dev.kubezap.whatsapp.signal;

/**
 * Why a message or a prekey bundle was refused. Nothing was changed; the session that was passed in
 * is still the right one to store. No text contains key material.
 */
public abstract sealed class SignalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RetryError retryError;

  private SignalException(RetryError retryError, String message) {
    super(message);
    this.retryError = retryError;
  }

  private SignalException(RetryError retryError, String message, Throwable cause) {
    super(message, cause);
    this.retryError = retryError;
  }

  /** What to tell the sender in a retry receipt, where one is sent. */
  public RetryError retryError() {
    return retryError;
  }

  /** There is no session that could read or write the message. */
  public static final class NoSession extends SignalException {
    private static final long serialVersionUID = 1L;

    NoSession(String message) {
      super(RetryError.NO_SESSION, message);
    }
  }

  /** The bytes are not a message of the protocol, or their authenticated content is malformed. */
  public static final class InvalidMessage extends SignalException {
    private static final long serialVersionUID = 1L;

    InvalidMessage(String message) {
      super(RetryError.INVALID_MESSAGE, message);
    }

    InvalidMessage(String message, Throwable cause) {
      super(RetryError.INVALID_MESSAGE, message, cause);
    }
  }

  /** The message is of a version of the protocol that is not spoken here. */
  public static final class UnknownVersion extends SignalException {
    private static final long serialVersionUID = 1L;

    private final int version;

    UnknownVersion(int version) {
      super(RetryError.INVALID_MESSAGE, "protocol version " + version + ", only 3 is spoken");
      this.version = version;
    }

    /** The version that the message claims. */
    public int version() {
      return version;
    }
  }

  /** A public key in the message or bundle cannot be used. */
  public static final class InvalidKey extends SignalException {
    private static final long serialVersionUID = 1L;

    InvalidKey(String message, Throwable cause) {
      super(RetryError.INVALID_KEY, message, cause);
    }
  }

  /** A signature does not hold: of a signed prekey, or of a group message. */
  public static final class InvalidSignature extends SignalException {
    private static final long serialVersionUID = 1L;

    InvalidSignature(String message) {
      super(RetryError.INVALID_SIGNATURE, message);
    }
  }

  /**
   * The key of this counter was used before or is no longer kept: almost always a message that was
   * delivered twice. It is acknowledged, not asked for again.
   */
  public static final class OldCounter extends SignalException {
    private static final long serialVersionUID = 1L;

    private final int counter;

    OldCounter(int counter, int next) {
      super(
          RetryError.INVALID_MESSAGE_KEY,
          "message " + counter + " of its chain was read before or is too old, next is " + next);
      this.counter = counter;
    }

    /** The counter of the message. */
    public int counter() {
      return counter;
    }
  }

  /** The counter is further ahead than any honest loss explains. */
  public static final class TooFarAhead extends SignalException {
    private static final long serialVersionUID = 1L;

    TooFarAhead(int counter, int next, int limit) {
      super(
          RetryError.FUTURE_MESSAGE,
          "message " + counter + " is more than " + limit + " ahead of " + next);
    }
  }

  /** No session's keys belong to the message: forged, damaged, or for a session that is lost. */
  public static final class BadMac extends SignalException {
    private static final long serialVersionUID = 1L;

    BadMac(String message) {
      super(RetryError.BAD_MAC, message);
    }
  }

  /** A message claims an identity other than that of the session that it belongs to. */
  public static final class UntrustedIdentity extends SignalException {
    private static final long serialVersionUID = 1L;

    UntrustedIdentity() {
      super(RetryError.INVALID_SESSION, "the session of this base key belongs to another identity");
    }
  }

  /** One of our prekeys that the message was built with is not there any more. */
  public static final class MissingPreKey extends SignalException {
    private static final long serialVersionUID = 1L;

    private final int id;
    private final boolean signed;

    MissingPreKey(int id, boolean signed) {
      super(
          RetryError.INVALID_KEY_ID,
          (signed ? "signed prekey " : "one-time prekey ")
              + Integer.toUnsignedString(id)
              + " is not stored");
      this.id = id;
      this.signed = signed;
    }

    /** The id that the message names. */
    public int id() {
      return id;
    }

    /** Whether it is a signed prekey rather than a one-time prekey. */
    public boolean signed() {
      return signed;
    }
  }
}
