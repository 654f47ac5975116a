package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES in counter mode, unauthenticated; encryption and decryption are the same. */
public final class AesCtr {
  private AesCtr() {}

  /**
   * Encrypts or decrypts.
   *
   * @param key 16, 24 or 32 bytes
   * @param iv 16 bytes, the first counter block
   */
  public static byte[] apply(byte[] key, byte[] iv, byte[] input) {
    if (iv.length != 16) {
      throw new IllegalArgumentException("IV of " + iv.length + " bytes, expected 16");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR failed", e);
    }
  }
}
