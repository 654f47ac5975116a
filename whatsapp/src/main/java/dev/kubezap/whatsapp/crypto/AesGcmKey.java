package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM under one key that is used often, with a 12-byte nonce and a 16-byte tag behind the
 * ciphertext. Keeps its cipher, whose making costs more than a short message. Not thread-safe.
 */
public final class AesGcmKey {
  private final SecretKeySpec key;
  private final Cipher cipher;

  /**
   * @param key 16, 24 or 32 bytes
   */
  public AesGcmKey(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks AES-GCM", e);
    }
  }

  /**
   * Encrypts and authenticates.
   *
   * @param nonce 12 bytes, never used twice with one key
   * @param associated data that is authenticated but not encrypted; may be empty
   */
  public byte[] encrypt(byte[] nonce, byte[] associated, byte[] plaintext) {
    try {
      begin(Cipher.ENCRYPT_MODE, nonce, associated);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM encryption failed", e);
    }
  }

  /**
   * Checks and decrypts.
   *
   * @throws AuthenticationException if ciphertext, nonce, key or associated data do not belong
   *     together
   */
  public byte[] decrypt(byte[] nonce, byte[] associated, byte[] ciphertext)
      throws AuthenticationException {
    if (ciphertext.length < AesGcm.TAG_LENGTH) {
      throw new AuthenticationException("ciphertext is shorter than its tag");
    }
    try {
      begin(Cipher.DECRYPT_MODE, nonce, associated);
      return cipher.doFinal(ciphertext);
    } catch (AEADBadTagException e) {
      throw new AuthenticationException("tag does not match", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM decryption failed", e);
    }
  }

  private void begin(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
    if (nonce.length != AesGcm.NONCE_LENGTH) {
      throw new IllegalArgumentException("nonce of " + nonce.length + " bytes, expected 12");
    }
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_LENGTH * 8, nonce));
    cipher.updateAAD(associated);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "AesGcmKey";
  }
}
