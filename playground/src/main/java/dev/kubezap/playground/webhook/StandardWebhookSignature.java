package dev.kubezap.playground.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures as standardwebhooks.com defines them: HMAC-SHA256 over id, timestamp and body. */
final class StandardWebhookSignature {

  private static final String PREFIX = "whsec_";

  private StandardWebhookSignature() {}

  /**
   * Whether one of the signatures of a header was made with this key.
   *
   * @param key {@code whsec_} and the base64 of the key
   * @param header {@code v1,<base64>} entries with spaces between them
   */
  static boolean valid(String key, String id, String timestamp, byte[] body, String header) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(key.substring(PREFIX.length())), "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      var expected =
          ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)))
              .getBytes(StandardCharsets.UTF_8);
      return List.of(header.split(" ", -1)).stream()
          .anyMatch(
              signature ->
                  MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException cause) {
      throw new IllegalStateException("every Java has HmacSHA256", cause);
    }
  }
}
