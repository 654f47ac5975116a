package dev.kubezap.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a key, by which keys are kept and looked up. Looking up a digest of 256 bits tells
 * nothing of the key by its timing, since nobody can choose a key for a digest that comes close.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyDigest(String hex) {

  /** Of a key's text. */
  public static KeyDigest of(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return new KeyDigest(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Leaves out the digest. */
  @Override
  public String toString() {
    return "KeyDigest";
  }
}
