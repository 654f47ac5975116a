package dev.kubezap.pod.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** What a caller sends, with a limit of time on every wait. Used by one thread. */
final class ConnectionInput {
  private static final int BUFFER = 4096;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long deadline;

  ConnectionInput(Socket socket) throws IOException {
    this.socket = socket;
    in = socket.getInputStream();
  }

  /** Everything until the next call has to arrive within this time. */
  void within(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  /** Waits for a byte; false at the end. */
  boolean hasMore() throws IOException {
    return from < to || fill();
  }

  /** The next byte, 0 to 255; -1 at the end. */
  int read() throws IOException {
    return hasMore() ? buffer[from++] & 0xFF : -1;
  }

  /** Reads so many bytes. */
  void readFully(byte[] target, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      if (!hasMore()) {
        throw new EOFException("the caller went in the middle");
      }
      int part = Math.min(to - from, offset + length - at);
      System.arraycopy(buffer, from, target, at, part);
      from += part;
      at += part;
    }
  }

  /** Throws away what comes, until the end or this many bytes. */
  void discard(long most) throws IOException {
    long left = most;
    while (left > 0 && hasMore()) {
      left -= to - from;
      from = to;
    }
  }

  /**
   * Reads up to the empty line that ends a head; empty lines before it are skipped.
   *
   * @return request line and headers, each with its CR LF; nothing at the end of the connection
   */
  byte[] readHead(int limit) throws IOException {
    byte[] head = new byte[512];
    int length = 0;
    while (true) {
      int next = read();
      if (next < 0) {
        if (length == 0) {
          return new byte[0];
        }
        throw new EOFException("the caller went in the middle");
      }
      if (next == '\n' && (length == 0 || head[length - 1] != '\r')) {
        throw new RefusedRequestException(400, "End each line with CR LF.");
      }
      if (length == limit) {
        throw new RefusedRequestException(431, "Send at most " + limit + " bytes of headers.");
      }
      if (length == head.length) {
        head = Arrays.copyOf(head, Math.min(limit, length * 2));
      }
      head[length++] = (byte) next;
      if (next == '\n') {
        if (length == 2) {
          length = 0;
        } else if (head[length - 3] == '\n') {
          return Arrays.copyOf(head, length - 2);
        }
      }
    }
  }

  private boolean fill() throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the caller is too slow");
    }
    socket.setSoTimeout(Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE));
    from = 0;
    to = 0;
    int read = in.read(buffer);
    if (read <= 0) {
      return false;
    }
    to = read;
    return true;
  }
}
