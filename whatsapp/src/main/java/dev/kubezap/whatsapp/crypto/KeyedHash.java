package dev.kubezap.whatsapp.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) under one key, for several codes in a row. Written out over the digest,
 * since finding and preparing the JDK's own costs several times what a code of a short text does.
 * Not thread-safe.
 */
final class KeyedHash {
  private static final int BLOCK = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final MessageDigest digest;
  private final byte[] inner = new byte[BLOCK];
  private final byte[] outer = new byte[BLOCK];

  /**
   * @param key of any length; one shorter than a block stands for itself with zeros behind
   */
  KeyedHash(byte[] key) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
    byte[] block = Arrays.copyOf(key.length > BLOCK ? digest.digest(key) : key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      inner[i] = (byte) (block[i] ^ INNER);
      outer[i] = (byte) (block[i] ^ OUTER);
    }
  }

  /** The code of the parts, one after the other. */
  byte[] of(byte[]... parts) {
    digest.update(inner);
    for (byte[] part : parts) {
      digest.update(part);
    }
    byte[] hash = digest.digest();
    digest.update(outer);
    return digest.digest(hash);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "KeyedHash";
  }
}
