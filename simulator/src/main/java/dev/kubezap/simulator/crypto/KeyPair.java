package dev.kubezap.simulator.crypto;

/**
 * A Curve25519 key pair.
 *
 * @param privateKey the 32-byte scalar
 * @param publicKey the 32-byte u coordinate
 */
public record KeyPair(Bytes privateKey, Bytes publicKey) {
  @Override
  public String toString() {
    return "KeyPair(" + publicKey.toHex() + ")";
  }
}
