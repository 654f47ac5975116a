package dev.kubezap.whatsapp.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA512. */
public final class HmacSha512 {
  private static final String NAME = "HmacSHA512";

  private HmacSha512() {}

  /**
   * The code of the parts, one after the other: 64 bytes.
   *
   * @throws IllegalArgumentException if the key is empty
   */
  public static byte[] of(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(NAME);
      mac.init(new SecretKeySpec(key, NAME));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + NAME, e);
    }
  }
}
