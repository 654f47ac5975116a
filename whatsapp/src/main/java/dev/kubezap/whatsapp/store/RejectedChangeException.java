package dev.kubezap.whatsapp.store;

/**
 * The database understood the commit and refused one of its values, for example a text with U+0000.
 * Nothing was stored and the fence still holds, so the caller splits its batch until the offending
 * input stands alone.
 */
public final class RejectedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RejectedChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
