package dev.kubezap.pod.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The 32-byte key that encrypts secrets at rest, with an id that names it without telling it. */
public final class DataKey {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  /** Bytes of an id. */
  static final int ID_LENGTH = 4;

  private final byte[] key;
  private final byte[] id;

  /**
   * Takes a copy.
   *
   * @throws IllegalArgumentException when it is not 32 bytes long
   */
  public DataKey(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException(
          "the data key must be " + LENGTH + " bytes long, this one has " + key.length);
    }
    this.key = key.clone();
    this.id = idOf(key);
  }

  /**
   * Reads the base64 form.
   *
   * @throws IllegalArgumentException when it is not base64 of 32 bytes
   */
  public static DataKey parse(String base64) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      // The decoder's message would quote characters of the key.
      throw new IllegalArgumentException(
          "the data key is not base64; make one with: openssl rand -base64 32");
    }
    return new DataKey(decoded);
  }

  byte[] bytes() {
    return key.clone();
  }

  byte[] id() {
    return id.clone();
  }

  /** The id as shown to people. */
  public String idText() {
    return HexFormat.of().formatHex(id);
  }

  private static byte[] idOf(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("kubezap data key id".getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(digest.digest(key), ID_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "DataKey[id=" + idText() + "]";
  }
}
