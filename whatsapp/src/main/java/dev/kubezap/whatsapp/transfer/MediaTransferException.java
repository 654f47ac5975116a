package dev.kubezap.whatsapp.transfer;

/** A file did not get to a host or from it. The message holds no key, no token and no path. */
public final class MediaTransferException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** No host has it any more, or none ever had. */
    GONE,
    /** The hosts do not take the token: new ones are to be asked for. */
    STALE_HOSTS,
    /** It has more bytes than are taken. */
    TOO_LARGE,
    /** What came is not what the message announced. */
    CORRUPT,
    /** The message does not say enough to find and open it. */
    INCOMPLETE,
    /** No host did what it was asked to. */
    UNREACHABLE
  }

  /** Creates the exception. */
  public MediaTransferException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Creates the exception. */
  public MediaTransferException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
