package dev.kubezap.whatsapp.crypto;

/** Something that a peer sent cannot be accepted by a cryptographic primitive. */
public abstract sealed class CryptoException extends Exception
    permits AuthenticationException, InvalidKeyException {
  private static final long serialVersionUID = 1L;

  CryptoException(String message) {
    super(message);
  }

  CryptoException(String message, Throwable cause) {
    super(message, cause);
  }
}
