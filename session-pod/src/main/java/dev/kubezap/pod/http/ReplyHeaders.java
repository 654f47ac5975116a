package dev.kubezap.pod.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that every answer has. */
public final class ReplyHeaders {

  private ReplyHeaders() {}

  /**
   * Those that keep the answer out of caches, frames and guesses at its type; a map to add to.
   *
   * @param contentType empty when there is no body
   */
  public static Map<String, String> secure(String contentType) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    if (!contentType.isEmpty()) {
      headers.put("Content-Type", contentType);
    }
    return headers;
  }
}
