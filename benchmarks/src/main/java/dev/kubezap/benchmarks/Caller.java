package dev.kubezap.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection to a contender's API, kept alive, one call at a time. The JDK's client takes
 * several times the processor time, which on a machine of few cores the contender would lack.
 */
final class Caller implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 90_000;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final String LENGTH = "Content-Length:";

  private final URI base;
  private final String authorization;
  private final Socket socket;
  private final byte[] buffer = new byte[16 << 10];
  private int filled;

  Caller(URI base, String apiKey) throws IOException {
    this.base = base;
    authorization = apiKey.isEmpty() ? "" : "Authorization: Bearer " + apiKey + "\r\n";
    socket = new Socket(base.getHost(), base.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
  }

  /** Posts JSON and answers the status, once the whole answer has been read. */
  int post(String path, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + base.getAuthority()
            + "\r\n"
            + authorization
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    socket.getOutputStream().write(request);
    return answer();
  }

  /** Reads an answer to its end, in as few reads as it comes in. */
  private int answer() throws IOException {
    int end = head();
    String head = new String(buffer, 0, end, StandardCharsets.US_ASCII);
    int left = length(head) - (filled - end - END_OF_HEAD.length);
    if (left < 0) {
      throw new IOException("the contender answered more than it was asked");
    }
    socket.getInputStream().skipNBytes(left);
    // HTTP/1.1 201 Created
    return Integer.parseInt(head, 9, 12, 10);
  }

  /** Reads until the head is whole; answers where it ends. */
  private int head() throws IOException {
    filled = 0;
    int end = -1;
    while (end < 0) {
      if (filled == buffer.length) {
        throw new IOException("the contender's head is longer than " + buffer.length + " bytes");
      }
      int read = socket.getInputStream().read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        throw new EOFException("the contender closed the connection");
      }
      int from = Math.max(0, filled - END_OF_HEAD.length + 1);
      filled += read;
      end = endOfHead(from);
    }
    return end;
  }

  private int endOfHead(int from) {
    for (int at = from; at <= filled - END_OF_HEAD.length; at++) {
      if (Arrays.equals(buffer, at, at + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return at;
      }
    }
    return -1;
  }

  private static int length(String head) {
    for (int line = head.indexOf("\r\n"); line >= 0; line = head.indexOf("\r\n", line + 2)) {
      if (head.regionMatches(true, line + 2, LENGTH, 0, LENGTH.length())) {
        int end = head.indexOf("\r\n", line + 2);
        int from = line + 2 + LENGTH.length();
        return Integer.parseInt(head.substring(from, end < 0 ? head.length() : end).strip());
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
