package dev.kubezap.simulator.noise;

import dev.kubezap.simulator.crypto.AesGcm;
import dev.kubezap.simulator.crypto.Bytes;

/** One direction of an established connection. Not thread-safe. */
public final class NoiseCipher {
  private final AesGcm cipher;
  private long counter;

  NoiseCipher(Bytes key) {
    cipher = new AesGcm(key);
  }

  /** Encrypts the next frame. */
  public Bytes encrypt(Bytes plaintext) {
    return cipher.encrypt(SymmetricState.iv(counter++), Bytes.EMPTY, plaintext);
  }

  /** Decrypts the next frame. */
  public Bytes decrypt(Bytes ciphertext) {
    return cipher.decrypt(SymmetricState.iv(counter++), Bytes.EMPTY, ciphertext);
  }
}
