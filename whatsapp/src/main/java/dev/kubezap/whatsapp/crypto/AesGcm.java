package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM with a 12-byte nonce and a 16-byte tag behind the ciphertext. */
public final class AesGcm {
  /** Length of a nonce in bytes. */
  public static final int NONCE_LENGTH = 12;

  /** Length of the tag in bytes. */
  public static final int TAG_LENGTH = 16;

  private AesGcm() {}

  /**
   * Encrypts and authenticates.
   *
   * @param key 16, 24 or 32 bytes
   * @param nonce 12 bytes, never used twice with one key
   * @param associated data that is authenticated but not encrypted; may be empty
   */
  public static byte[] encrypt(byte[] key, byte[] nonce, byte[] associated, byte[] plaintext) {
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(associated);
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
  public static byte[] decrypt(byte[] key, byte[] nonce, byte[] associated, byte[] ciphertext)
      throws AuthenticationException {
    if (ciphertext.length < TAG_LENGTH) {
      throw new AuthenticationException("ciphertext is shorter than its tag");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
      cipher.updateAAD(associated);
      return cipher.doFinal(ciphertext);
    } catch (AEADBadTagException e) {
      throw new AuthenticationException("tag does not match", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM decryption failed", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    if (nonce.length != NONCE_LENGTH) {
      throw new IllegalArgumentException("nonce of " + nonce.length + " bytes, expected 12");
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec parameters = new GCMParameterSpec(TAG_LENGTH * 8, nonce);
    cipher.init(mode, new SecretKeySpec(key, "AES"), parameters);
    return cipher;
  }
}
