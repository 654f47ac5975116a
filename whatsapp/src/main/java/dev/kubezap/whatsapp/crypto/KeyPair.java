package dev.kubezap.whatsapp.crypto;

/** A private key with its public key; {@link #of} keeps the two together. */
public record KeyPair(PrivateKey privateKey, PublicKey publicKey) {
  /** Computes the public key that belongs to a private key. */
  public static KeyPair of(PrivateKey privateKey) {
    return new KeyPair(privateKey, Curve25519.publicKey(privateKey));
  }
}
