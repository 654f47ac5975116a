package dev.kubezap.whatsapp.crypto;

import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/**
 * AES-CBC with PKCS#7 padding over bytes that come in parts. It does not authenticate. Not
 * thread-safe; of no use after {@link #finish}.
 */
public final class CbcStream {
  /** Bytes that are processed together. */
  public static final int BLOCK = 16;

  private final Cipher cipher;

  private CbcStream(Cipher cipher) {
    this.cipher = cipher;
  }

  /** Encrypts; key and IV as in {@link AesCbc#encrypt}. */
  public static CbcStream encrypting(byte[] key, byte[] iv) {
    return new CbcStream(AesCbc.prepared(Cipher.ENCRYPT_MODE, key, iv));
  }

  /** Decrypts; key and IV as in {@link AesCbc#decrypt}. */
  public static CbcStream decrypting(byte[] key, byte[] iv) {
    return new CbcStream(AesCbc.prepared(Cipher.DECRYPT_MODE, key, iv));
  }

  /**
   * Takes the next bytes.
   *
   * @param target room for a block more than {@code length}
   * @return how many bytes of the result are in {@code target} now
   */
  public int update(byte[] source, int offset, int length, byte[] target) {
    try {
      return cipher.update(source, offset, length, target, 0);
    } catch (ShortBufferException e) {
      throw new IllegalArgumentException("the target has no room for a block more", e);
    }
  }

  /**
   * What is left at the end: up to two blocks.
   *
   * @throws AuthenticationException when decrypting, if the length is no multiple of a block or the
   *     padding is wrong
   */
  public byte[] finish() throws AuthenticationException {
    try {
      return cipher.doFinal();
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new AuthenticationException("ciphertext is not a padded message under this key", e);
    }
  }
}
