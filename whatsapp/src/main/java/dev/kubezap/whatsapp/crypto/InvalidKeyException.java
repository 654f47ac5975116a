package dev.kubezap.whatsapp.crypto;

/** A public key of a peer is malformed or leads to a shared secret that is not secret. */
public final class InvalidKeyException extends CryptoException {
  private static final long serialVersionUID = 1L;

  InvalidKeyException(String message) {
    super(message);
  }
}
