package dev.kubezap.pod.webhook;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * One HTTP/1.1 connection that posts and reads just enough of each answer: status, headers, and a
 * body of bounded size so that the connection can be used again.
 */
final class PostConnection implements Closeable {
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_BODY = 20 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,5}");

  /** An answer; header names are in lower case. */
  record Answer(int status, Map<String, String> headers, boolean reusable) {}

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[4096];
  private final LongSupplier nanos;
  private int position;
  private int limit;
  private int headLeft;
  private boolean answered;

  PostConnection(Socket socket, LongSupplier nanos) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.nanos = nanos;
  }

  /**
   * Whether any byte of an answer to the last request came: if not, the server may never have seen
   * it.
   */
  boolean answered() {
    return answered;
  }

  /**
   * Posts a request and reads its answer.
   *
   * @param request head and body
   * @param deadline reading of the clock after which nothing is waited for
   */
  Answer exchange(byte[] request, long deadline) throws IOException {
    answered = false;
    headLeft = LONGEST_HEAD;
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    int status = statusLine(deadline);
    Map<String, String> headers = headers(deadline);
    while (status >= 100 && status < 200) {
      status = statusLine(deadline);
      headers = headers(deadline);
    }
    boolean whole = status == 204 || status == 304 || skipBody(headers, deadline);
    boolean closes = "close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
    return new Answer(status, headers, whole && !closes);
  }

  private int statusLine(long deadline) throws IOException {
    String line = line(deadline);
    if (!STATUS_LINE.matcher(line).matches()) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private Map<String, String> headers(long deadline) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(deadline); !line.isEmpty(); line = line(deadline)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** Reads the body; false when it is longer than is worth reading or ends with the connection. */
  private boolean skipBody(Map<String, String> headers, long deadline) throws IOException {
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .contains("chunked")) {
      return skipChunks(deadline);
    }
    String length = headers.get("content-length");
    if (length == null
        || !LENGTH.matcher(length).matches()
        || Integer.parseInt(length) > LONGEST_BODY) {
      return false;
    }
    skip(Integer.parseInt(length), deadline);
    return true;
  }

  private boolean skipChunks(long deadline) throws IOException {
    int left = LONGEST_BODY;
    while (true) {
      String size = line(deadline).replaceFirst("[; ].*", "");
      if (!size.matches("[0-9a-fA-F]{1,5}") || Integer.parseInt(size, 16) > left) {
        return false;
      }
      int count = Integer.parseInt(size, 16);
      if (count == 0) {
        headers(deadline);
        return true;
      }
      skip(count, deadline);
      line(deadline);
      left -= count;
    }
  }

  private void skip(int count, long deadline) throws IOException {
    for (int i = 0; i < count; i++) {
      read(deadline);
    }
  }

  private String line(long deadline) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(deadline); next != '\n'; next = read(deadline)) {
      if (--headLeft < 0) {
        throw new ProtocolException("the answer's head is too long");
      }
      line.append((char) next);
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  private int read(long deadline) throws IOException {
    if (position == limit) {
      long left = (deadline - nanos.getAsLong()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("no answer in time");
      }
      socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
      limit = in.read(buffer);
      position = 0;
      if (limit <= 0) {
        limit = 0;
        throw new EOFException("the connection ended before the answer");
      }
      answered = true;
    }
    return buffer[position++] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The request's bytes: names and values hold no line breaks, as their owners check. */
  static byte[] request(String target, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder("POST ").append(target).append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("content-length: ").append(body.length).append("\r\n\r\n");
    byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, request, 0, headBytes.length);
    System.arraycopy(body, 0, request, headBytes.length, body.length);
    return request;
  }
}
