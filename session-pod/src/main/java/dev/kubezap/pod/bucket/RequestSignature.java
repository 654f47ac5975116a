package dev.kubezap.pod.bucket;

import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.SortedMap;

/** AWS Signature Version 4 of a request in one piece. Pure. */
final class RequestSignature {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int DAY = 8;

  private RequestSignature() {}

  /** A time as the header {@code x-amz-date} has it. */
  static String time(Instant now) {
    return TIME.format(now);
  }

  /**
   * The header {@code Authorization}.
   *
   * @param uri percent-encoded as it is sent, its query sorted
   * @param headers those to be signed, by their names in lower case: {@code host}, {@code
   *     x-amz-content-sha256} and {@code x-amz-date} among them
   */
  static String of(
      String method, URI uri, SortedMap<String, String> headers, String region, BucketKeys keys) {
    String time = headers.getOrDefault("x-amz-date", "");
    String scope = time.substring(0, DAY) + "/" + region + "/s3/aws4_request";
    String signed = String.join(";", headers.keySet());
    StringBuilder request = new StringBuilder();
    request.append(method).append('\n').append(uri.getRawPath()).append('\n');
    request.append(uri.getRawQuery() == null ? "" : uri.getRawQuery()).append('\n');
    headers.forEach((name, value) -> request.append(name).append(':').append(value).append('\n'));
    request.append('\n').append(signed).append('\n');
    request.append(headers.getOrDefault("x-amz-content-sha256", ""));
    String toSign =
        String.join("\n", ALGORITHM, time, scope, hex(Sha256.digest(bytes(request.toString()))));
    byte[] key = Hmac.sha256(bytes("AWS4" + keys.secret()), bytes(time.substring(0, DAY)));
    key = Hmac.sha256(key, bytes(region));
    key = Hmac.sha256(key, bytes("s3"));
    key = Hmac.sha256(key, bytes("aws4_request"));
    return ALGORITHM
        + " Credential="
        + keys.access()
        + "/"
        + scope
        + ",SignedHeaders="
        + signed
        + ",Signature="
        + hex(Hmac.sha256(key, bytes(toSign)));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
