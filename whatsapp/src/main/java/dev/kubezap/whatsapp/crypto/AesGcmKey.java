package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (NIST SP 800-38D) under one key that is used often, with a 12-byte nonce and a 16-byte
 * tag behind the ciphertext. Keeps its cipher, whose making costs more than a short message. Not
 * thread-safe.
 */
public final class AesGcmKey {
  private final SecretKeySpec key;
  private final Cipher cipher;

  /**
   * @param key 16, 24 or 32 bytes
   */
  public AesGcmKey(byte[] key) {
    if (key.length != 16 && key.length != 24 && key.length != 32) {
      throw new IllegalArgumentException("key of " + key.length + " bytes, expected 16, 24 or 32");
    }
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
      throw new IllegalStateException("AES-GCM encrypts every text under a new nonce", e);
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
    return decrypt(nonce, associated, ciphertext, 0);
  }

  /**
   * The same for a ciphertext that goes from an offset to the end.
   *
   * @throws AuthenticationException if ciphertext, nonce, key or associated data do not belong
   *     together
   */
  public byte[] decrypt(byte[] nonce, byte[] associated, byte[] bytes, int offset)
      throws AuthenticationException {
    int length = bytes.length - offset;
    if (length < AesGcm.TAG_LENGTH) {
      throw new AuthenticationException("ciphertext is shorter than its tag");
    }
    try {
      begin(Cipher.DECRYPT_MODE, nonce, associated);
      return cipher.doFinal(bytes, offset, length);
    } catch (AEADBadTagException e) {
      throw new AuthenticationException("tag does not match");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM decrypts every text that has a tag", e);
    }
  }

  private void begin(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
    if (nonce.length != AesGcm.NONCE_LENGTH) {
      throw new IllegalArgumentException("nonce of " + nonce.length + " bytes, expected 12");
    }
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_LENGTH * Byte.SIZE, nonce));
    if (associated.length > 0) {
      cipher.updateAAD(associated);
    }
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "AesGcmKey";
  }
}
