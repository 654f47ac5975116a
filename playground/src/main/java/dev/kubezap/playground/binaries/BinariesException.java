package dev.kubezap.playground.binaries;

/** The programs of the control plane cannot be had; the message says what to do. */
public final class BinariesException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public BinariesException(String message) {
    super(message);
  }

  /** With a sentence for the user and what led to it. */
  public BinariesException(String message, Throwable cause) {
    super(message, cause);
  }
}
