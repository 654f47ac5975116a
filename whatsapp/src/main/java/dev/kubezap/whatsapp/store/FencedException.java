package dev.kubezap.whatsapp.store;

/**
 * The commit was refused, or its result is unknown: somebody else owns the session or may own it.
 * The caller closes its socket, drops every cached state and stops; nothing of the commit may be
 * performed.
 */
public final class FencedException extends Exception {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super(message);
  }

  public FencedException(String message, Throwable cause) {
    super(message, cause);
  }
}
