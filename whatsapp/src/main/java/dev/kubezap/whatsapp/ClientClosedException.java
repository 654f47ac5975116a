package dev.kubezap.whatsapp;

/**
 * The client ended before it could answer: it was shut down, or it lost the session to another
 * owner.
 */
public final class ClientClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClientClosedException(String message) {
    super(message);
  }
}
