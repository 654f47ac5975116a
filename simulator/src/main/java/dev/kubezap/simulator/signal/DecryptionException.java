package dev.kubezap.simulator.signal;

/** A message cannot be decrypted. */
public final class DecryptionException extends Exception {
  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** There is no session with the sender. */
    NO_SESSION,
    /** The prekey that the message names is not there. */
    NO_PREKEY,
    /** The message was decrypted before. */
    DUPLICATE,
    /** Anything else: wrong keys, wrong form. */
    INVALID
  }

  /** With the reason and details that hold no secret. */
  public DecryptionException(Reason reason, String detail) {
    super(reason + ": " + detail);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
