package dev.kubezap.simulator.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in the three modes of the protocol. */
public final class Aes {
  private Aes() {}

  /** AES-GCM; the 16-byte tag is appended. */
  public static Bytes gcmEncrypt(Bytes key, Bytes iv, Bytes associated, Bytes plaintext) {
    return new AesGcm(key).encrypt(iv, associated, plaintext);
  }

  /** The reverse; throws {@link InvalidCiphertextException} when the tag is wrong. */
  public static Bytes gcmDecrypt(Bytes key, Bytes iv, Bytes associated, Bytes ciphertext) {
    return new AesGcm(key).decrypt(iv, associated, ciphertext);
  }

  /** AES-CBC with PKCS#7 padding. */
  public static Bytes cbcEncrypt(Bytes key, Bytes iv, Bytes plaintext) {
    return stream("AES/CBC/PKCS5Padding", Cipher.ENCRYPT_MODE, key, iv, plaintext);
  }

  /** The reverse. */
  public static Bytes cbcDecrypt(Bytes key, Bytes iv, Bytes ciphertext) {
    return stream("AES/CBC/PKCS5Padding", Cipher.DECRYPT_MODE, key, iv, ciphertext);
  }

  /** AES-CTR, both ways. */
  public static Bytes ctr(Bytes key, Bytes iv, Bytes input) {
    return stream("AES/CTR/NoPadding", Cipher.ENCRYPT_MODE, key, iv, input);
  }

  private static Bytes stream(String mode, int direction, Bytes key, Bytes iv, Bytes input) {
    try {
      Cipher cipher = Cipher.getInstance(mode);
      cipher.init(direction, aes(key), new IvParameterSpec(iv.toArray()));
      return Bytes.of(cipher.doFinal(input.toArray()));
    } catch (GeneralSecurityException e) {
      throw new InvalidCiphertextException(mode + " failed", e);
    }
  }

  private static SecretKeySpec aes(Bytes key) {
    return new SecretKeySpec(key.toArray(), "AES");
  }
}
