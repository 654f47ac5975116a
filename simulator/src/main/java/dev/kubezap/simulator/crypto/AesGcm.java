package dev.kubezap.simulator.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM under one key; the 16-byte tag is appended. Finding the JDK's cipher costs more than a
 * short text does, so whoever encrypts often keeps one of these. Used by one thread at a time.
 */
public final class AesGcm {
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final Cipher cipher;

  /** With a key of 16 or 32 bytes. */
  public AesGcm(Bytes key) {
    try {
      this.key = new SecretKeySpec(key.toArray(), "AES");
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Encrypts.
   *
   * @param iv never the same for two texts
   */
  public Bytes encrypt(Bytes iv, Bytes associated, Bytes plaintext) {
    return run(Cipher.ENCRYPT_MODE, iv, associated, plaintext);
  }

  /** The reverse; throws {@link InvalidCiphertextException} when the tag is wrong. */
  public Bytes decrypt(Bytes iv, Bytes associated, Bytes ciphertext) {
    return run(Cipher.DECRYPT_MODE, iv, associated, ciphertext);
  }

  private Bytes run(int mode, Bytes iv, Bytes associated, Bytes input) {
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv.toArray()));
      cipher.updateAAD(associated.toArray());
      return Bytes.of(cipher.doFinal(input.toArray()));
    } catch (GeneralSecurityException e) {
      throw new InvalidCiphertextException("AES-GCM failed", e);
    }
  }
}
