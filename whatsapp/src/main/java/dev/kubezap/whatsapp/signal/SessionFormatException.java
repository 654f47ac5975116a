package dev.kubezap.whatsapp.signal;

/** Stored bytes are not a session that this version can read. */
public final class SessionFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  SessionFormatException(String message) {
    super(message);
  }

  SessionFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
