package dev.kubezap.whatsapp.crypto;

import java.security.MessageDigest;

/** HMAC-SHA256. */
public final class Hmac {
  /** Length of a full code in bytes. */
  public static final int LENGTH = 32;

  private Hmac() {}

  /**
   * The code of the parts, one after the other.
   *
   * @throws IllegalArgumentException if the key is empty
   */
  public static byte[] sha256(byte[] key, byte[]... parts) {
    if (key.length == 0) {
      throw new IllegalArgumentException("a code needs a key");
    }
    return new KeyedHash(key).of(parts);
  }

  /** Compares two codes in a time that does not depend on where they differ. */
  public static boolean matches(byte[] expected, byte[] actual) {
    return MessageDigest.isEqual(expected, actual);
  }
}
