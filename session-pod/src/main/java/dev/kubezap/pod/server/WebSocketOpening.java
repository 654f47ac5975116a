package dev.kubezap.pod.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server's side of opening a WebSocket (RFC 6455, section 4.2). */
final class WebSocketOpening {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketOpening() {}

  /** The headers of the answer that accepts. */
  static Map<String, String> answer(RequestHead head) throws RefusedRequestException {
    if (!head.method().equals("GET")
        || !head.chunking()
        || !HeadParser.names(head.headers(), "upgrade", "websocket")
        || !HeadParser.names(head.headers(), "connection", "upgrade")) {
      throw new RefusedRequestException(400, "The request does not open a WebSocket.");
    }
    if (!head.header("sec-websocket-version").filter("13"::equals).isPresent()) {
      throw new RefusedRequestException(400, "Sec-WebSocket-Version must be 13.");
    }
    String key = head.header("sec-websocket-key").orElse("");
    if (!isKey(key)) {
      throw new RefusedRequestException(400, "Sec-WebSocket-Key must be 16 bytes in base64.");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Accept", accept(key));
    return headers;
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
