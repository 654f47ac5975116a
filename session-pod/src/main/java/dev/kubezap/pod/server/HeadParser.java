package dev.kubezap.pod.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the head of a request strictly (RFC 9112): whatever two programs could understand in two
 * ways is refused, so that nothing can be smuggled past a proxy.
 */
final class HeadParser {
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_NUMBER = 18;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** Repeated, they would leave open what holds. */
  private static final Set<String> SINGLE =
      Set.of("host", "content-length", "transfer-encoding", "authorization", "content-type");

  private HeadParser() {}

  /**
   * Reads a head.
   *
   * @param bytes request line and headers, each ended by CR LF, without the empty line after them
   */
  static RequestHead parse(byte[] bytes) throws RefusedRequestException {
    List<String> lines = lines(new String(bytes, StandardCharsets.ISO_8859_1));
    if (lines.isEmpty()) {
      throw malformed("The request line is missing.");
    }
    String start = lines.getFirst();
    int afterMethod = start.indexOf(' ');
    int afterTarget = start.indexOf(' ', afterMethod + 1);
    if (afterMethod < 0
        || afterTarget < 0
        || start.indexOf(' ', afterTarget + 1) >= 0
        || !isToken(start.substring(0, afterMethod))) {
      throw malformed("The request line must be a method, a path and a version.");
    }
    boolean chunking = isVersionOne(start.substring(afterTarget + 1));
    String target = originForm(start.substring(afterMethod + 1, afterTarget));
    Map<String, String> headers = headers(lines.subList(1, lines.size()));
    if (chunking && !headers.containsKey("host")) {
      throw malformed("The header Host is missing.");
    }
    int question = target.indexOf('?');
    return new RequestHead(
        start.substring(0, afterMethod),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        chunking && !names(headers, "connection", "close"),
        chunking,
        headers,
        bodyLength(headers, chunking));
  }

  /**
   * The lines of a head, without their ends. By hand, as all that is done for every request:
   * splitting by a text of two characters compiles a pattern each time.
   */
  private static List<String> lines(String head) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = head.indexOf("\r\n"); end >= 0; end = head.indexOf("\r\n", from)) {
      lines.add(head.substring(from, end));
      from = end + 2;
    }
    return lines;
  }

  /** Whether a header that is a list has this value. */
  static boolean names(Map<String, String> headers, String header, String value) {
    for (String part : headers.getOrDefault(header, "").split(",", -1)) {
      if (part.strip().equalsIgnoreCase(value)) {
        return true;
      }
    }
    return false;
  }

  /** True for HTTP/1.1, false for HTTP/1.0. */
  private static boolean isVersionOne(String version) throws RefusedRequestException {
    return switch (version) {
      case "HTTP/1.1" -> true;
      case "HTTP/1.0" -> false;
      default -> throw new RefusedRequestException(505, "Speak HTTP/1.1.");
    };
  }

  private static String originForm(String target) throws RefusedRequestException {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7F || target.charAt(i) == '#') {
        throw malformed("The path must be percent-encoded.");
      }
    }
    if (target.startsWith("/")) {
      return target;
    }
    String lower = target.toLowerCase(Locale.ROOT);
    int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
    if (authority == 0) {
      throw malformed("The path must begin with a slash.");
    }
    int path = target.indexOf('/', authority);
    return path < 0 ? "/" : target.substring(path);
  }

  private static Map<String, String> headers(List<String> lines) throws RefusedRequestException {
    if (lines.size() > MOST_HEADERS) {
      throw new RefusedRequestException(431, "Send at most " + MOST_HEADERS + " headers.");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon <= 0 || !isToken(line.substring(0, colon))) {
        throw malformed("Each header must be a name, a colon and a value on one line.");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (hasControl(value)) {
        throw malformed("The header " + name + " has a control character.");
      }
      if (headers.putIfAbsent(name, value) != null && SINGLE.contains(name)) {
        throw malformed("The header " + name + " is there twice.");
      }
    }
    return headers;
  }

  private static long bodyLength(Map<String, String> headers, boolean chunking)
      throws RefusedRequestException {
    String encoding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (encoding == null) {
      return length == null ? 0 : number(length);
    }
    if (length != null || !chunking) {
      throw malformed("The body's length is told in two ways.");
    }
    if (!encoding.equalsIgnoreCase("chunked")) {
      throw new RefusedRequestException(501, "Send the body with Transfer-Encoding: chunked.");
    }
    return RequestHead.CHUNKED;
  }

  private static long number(String text) throws RefusedRequestException {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      throw malformed("Content-Length must be a number of bytes.");
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        throw malformed("Content-Length must be a number of bytes.");
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  private static RefusedRequestException malformed(String detail) {
    return new RefusedRequestException(400, detail);
  }
}
