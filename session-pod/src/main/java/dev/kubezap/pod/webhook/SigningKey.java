package dev.kubezap.pod.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs deliveries, as Standard Webhooks defines it. */
public final class SigningKey {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private SigningKey(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Reads {@code whsec_} with base64 behind it, or takes the text's own bytes.
   *
   * @throws IllegalArgumentException when it is empty or not the base64 that it says to be
   */
  public static SigningKey parse(String text) {
    String secret = text.strip();
    byte[] bytes;
    if (secret.startsWith(PREFIX)) {
      try {
        bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      } catch (IllegalArgumentException e) {
        // The decoder's message would quote characters of the key.
        throw new IllegalArgumentException(
            "a signing key that begins with whsec_ must go on in base64");
      }
    } else {
      bytes = secret.getBytes(StandardCharsets.UTF_8);
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a signing key must not be empty");
    }
    return new SigningKey(bytes);
  }

  /** HMAC-SHA-256 in base64. */
  String sign(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey signing && key.equals(signing.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "SigningKey[hidden]";
  }
}
