package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA256 (RFC 8018). */
public final class Pbkdf2 {
  private Pbkdf2() {}

  /**
   * Derives a key from a password.
   *
   * @param password characters, encoded as UTF-8
   * @param iterations at least 1; costs time in proportion
   * @param length bytes wanted
   */
  public static byte[] derive(String password, byte[] salt, int iterations, int length) {
    char[] characters = password.toCharArray();
    PBEKeySpec spec = new PBEKeySpec(characters, salt, iterations, length * 8);
    Arrays.fill(characters, '\0');
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 failed", e);
    } finally {
      spec.clearPassword();
    }
  }
}
