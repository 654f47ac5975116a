package dev.kubezap.whatsapp.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over bytes that come in parts. Not thread-safe. */
public final class Sha256Stream {
  private final MessageDigest digest;

  /** Begins. */
  public Sha256Stream() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** Takes the next bytes. */
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  /** The digest of all that came; it begins anew afterwards. */
  public byte[] finish() {
    return digest.digest();
  }
}
