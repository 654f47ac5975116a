package dev.kubezap.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a contender's API, kept alive, one call at a time. The JDK's client takes
 * several times the processor time, which on a machine of few cores the contender would lack.
 */
final class Caller implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 90_000;

  private final URI base;
  private final String authorization;
  private final Socket socket;
  private final DataInputStream input;

  Caller(URI base, String apiKey) throws IOException {
    this.base = base;
    authorization = apiKey.isEmpty() ? "" : "Authorization: Bearer " + apiKey + "\r\n";
    socket = new Socket(base.getHost(), base.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
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
    // HTTP/1.1 201 Created
    int status = Integer.parseInt(line(input).substring(9, 12));
    int length = 0;
    for (String header = line(input); !header.isEmpty(); header = line(input)) {
      int colon = header.indexOf(':');
      if (header.substring(0, colon).equalsIgnoreCase("Content-Length")) {
        length = Integer.parseInt(header.substring(colon + 1).strip());
      }
    }
    input.skipNBytes(length);
    return status;
  }

  private static String line(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = from.read(); next != '\n'; next = from.read()) {
      if (next < 0) {
        throw new EOFException("the contender closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
