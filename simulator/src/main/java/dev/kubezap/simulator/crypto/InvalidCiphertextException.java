package dev.kubezap.simulator.crypto;

/** A ciphertext, tag or padding is not what its key makes. */
public final class InvalidCiphertextException extends RuntimeException {
  /** With the cipher that refused. */
  public InvalidCiphertextException(String message, Throwable cause) {
    super(message, cause);
  }
}
