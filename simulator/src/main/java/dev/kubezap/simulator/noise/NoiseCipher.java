package dev.kubezap.simulator.noise;

import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;

/** One direction of an established connection. Not thread-safe. */
public final class NoiseCipher {
  private final Bytes key;
  private long counter;

  NoiseCipher(Bytes key) {
    this.key = key;
  }

  /** Encrypts the next frame. */
  public Bytes encrypt(Bytes plaintext) {
    return Aes.gcmEncrypt(key, SymmetricState.iv(counter++), Bytes.EMPTY, plaintext);
  }

  /** Decrypts the next frame. */
  public Bytes decrypt(Bytes ciphertext) {
    return Aes.gcmDecrypt(key, SymmetricState.iv(counter++), Bytes.EMPTY, ciphertext);
  }
}
