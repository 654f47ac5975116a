package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 over bytes that come in parts. Not thread-safe. */
public final class HmacStream {
  private final Mac mac;

  /**
   * Begins.
   *
   * @throws IllegalArgumentException if the key is empty
   */
  public HmacStream(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks HMAC-SHA256", e);
    }
  }

  /** Takes the next bytes. */
  public void update(byte[] bytes, int offset, int length) {
    mac.update(bytes, offset, length);
  }

  /** The code of all that came; it begins anew afterwards. */
  public byte[] finish() {
    return mac.doFinal();
  }
}
