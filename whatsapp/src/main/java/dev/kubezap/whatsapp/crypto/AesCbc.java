package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CBC with PKCS#7 padding. It does not authenticate: callers check a MAC over the ciphertext
 * first.
 */
public final class AesCbc {
  private static final String TRANSFORMATION = "AES/CBC/PKCS5Padding";

  /**
   * The JDK's own, named so that not every installed provider is asked for each message; whichever
   * comes first where a JDK has another.
   */
  private static final Optional<Provider> PROVIDER =
      Optional.ofNullable(Security.getProvider("SunJCE"));

  private AesCbc() {}

  /**
   * Encrypts.
   *
   * @param key 16, 24 or 32 bytes
   * @param iv 16 bytes
   */
  public static byte[] encrypt(byte[] key, byte[] iv, byte[] plaintext) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CBC encryption failed", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws AuthenticationException if the length is not a positive multiple of 16 or the padding
   *     is wrong
   */
  public static byte[] decrypt(byte[] key, byte[] iv, byte[] ciphertext)
      throws AuthenticationException {
    if (ciphertext.length == 0) {
      throw new AuthenticationException("ciphertext is empty");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(ciphertext);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new AuthenticationException("ciphertext is not a padded message under this key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CBC decryption failed", e);
    }
  }

  /**
   * A cipher that is ready to take a file's bytes, of the provider that comes first: it may have
   * been put there for that.
   */
  static Cipher prepared(int mode, byte[] key, byte[] iv) {
    try {
      return ready(Cipher.getInstance(TRANSFORMATION), mode, key, iv);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CBC cannot be prepared", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    return ready(
        PROVIDER.isPresent()
            ? Cipher.getInstance(TRANSFORMATION, PROVIDER.get())
            : Cipher.getInstance(TRANSFORMATION),
        mode,
        key,
        iv);
  }

  private static Cipher ready(Cipher cipher, int mode, byte[] key, byte[] iv)
      throws GeneralSecurityException {
    if (iv.length != 16) {
      throw new IllegalArgumentException("IV of " + iv.length + " bytes, expected 16");
    }
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }
}
