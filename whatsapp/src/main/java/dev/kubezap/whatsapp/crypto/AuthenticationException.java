package dev.kubezap.whatsapp.crypto;

/** A ciphertext is not what the holder of the key wrote: wrong tag, padding, length or key. */
public final class AuthenticationException extends CryptoException {
  private static final long serialVersionUID = 1L;

  /** Says which check failed; the text must not contain key material or plaintext. */
  public AuthenticationException(String message) {
    super(message);
  }

  AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
