package dev.kubezap.whatsapp.store;

/**
 * Stored bytes are not what their kind says: damaged, written by a newer version, or encrypted with
 * another key.
 */
public final class StoredStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoredStateException(String message) {
    super(message);
  }

  public StoredStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
