package dev.kubezap.pod.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The header {@code webhook-signature} of Standard Webhooks 1.0. Pure. */
final class WebhookSignature {
  private WebhookSignature() {}

  /**
   * Signs {@code id.timestamp.body} with every key.
   *
   * @param timestamp seconds since 1970, as in the header {@code webhook-timestamp}
   * @return one {@code v1,...} per key, apart by spaces
   */
  static String of(String id, long timestamp, byte[] body, List<SigningKey> keys) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream(body.length + 64);
    signed.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    byte[] content = signed.toByteArray();
    return keys.stream().map(key -> "v1," + key.sign(content)).collect(Collectors.joining(" "));
  }
}
