package dev.kubezap.simulator.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The head of an HTTP request.
 *
 * @param target path and query as they were sent
 * @param headers by lower-case name
 */
public record HttpRequest(String method, String target, Map<String, String> headers) {

  /** A header's value, empty when it is not there. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** The value of a query's parameter, empty when it is not there. */
  public static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** The body, of a given length or in chunks; empty when the head announces none. */
  public InputStream body(InputStream in) {
    if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
      return new Body(in, 0, true);
    }
    String length = header("content-length");
    return new Body(in, length.matches("[0-9]{1,15}") ? Long.parseLong(length) : 0, false);
  }

  /** A body as it comes. */
  private static final class Body extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;

    Body(InputStream in, long length, boolean chunked) {
      this.in = in;
      this.chunked = chunked;
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (chunked && left == 0 && !ended) {
        left = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        ended = left == 0;
        if (ended) {
          line();
        }
      }
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the body broke off");
      }
      left -= read;
      if (chunked && left == 0) {
        line();
      }
      return read;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0 || line.length() > 1000) {
          throw new EOFException("the body broke off in a line");
        }
        line.append((char) next);
      }
      return line.toString();
    }
  }
}
