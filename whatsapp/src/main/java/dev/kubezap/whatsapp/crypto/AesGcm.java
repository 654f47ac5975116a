package dev.kubezap.whatsapp.crypto;

/** AES-GCM with a 12-byte nonce and a 16-byte tag behind the ciphertext, for keys used once. */
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
    return new AesGcmKey(key).encrypt(nonce, associated, plaintext);
  }

  /**
   * Checks and decrypts.
   *
   * @throws AuthenticationException if ciphertext, nonce, key or associated data do not belong
   *     together
   */
  public static byte[] decrypt(byte[] key, byte[] nonce, byte[] associated, byte[] ciphertext)
      throws AuthenticationException {
    return new AesGcmKey(key).decrypt(nonce, associated, ciphertext);
  }
}
