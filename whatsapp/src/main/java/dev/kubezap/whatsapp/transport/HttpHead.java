package dev.kubezap.whatsapp.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Status and headers of an HTTP answer.
 *
 * @param status such as 101
 * @param headers by lower-case name; of several with one name, the last
 */
record HttpHead(int status, Map<String, String> headers) {

  private static final int MAX_BYTES = 16 << 10;

  /** Reads up to the empty line and not one byte further. */
  static HttpHead read(InputStream in) throws IOException {
    String[] lines = lines(in);
    String[] statusLine = lines.length == 0 ? new String[] {""} : lines[0].split(" ", 3);
    if (!statusLine[0].startsWith("HTTP/1.") || statusLine.length < 2) {
      throw new IOException("the answer is not HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, Math.max(colon, 0)).trim().toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        headers.put(name, lines[i].substring(colon + 1).trim());
      }
    }
    try {
      return new HttpHead(Integer.parseInt(statusLine[1]), Map.copyOf(headers));
    } catch (NumberFormatException notAStatus) {
      throw new IOException("the answer is not HTTP", notAStatus);
    }
  }

  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  private static String[] lines(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineFeeds = 0;
    while (lineFeeds < 2) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the peer closed the connection without an answer");
      }
      if (head.size() == MAX_BYTES) {
        throw new IOException("the answer's headers exceed " + MAX_BYTES + " bytes");
      }
      head.write(next);
      lineFeeds = next == '\n' ? lineFeeds + 1 : next == '\r' ? lineFeeds : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1).split("\r?\n");
  }
}
