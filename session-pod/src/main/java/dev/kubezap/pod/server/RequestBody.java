package dev.kubezap.pod.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request's body, read at most once. */
final class RequestBody {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_SIZE_LINE = 256;
  private static final int LONGEST_TRAILERS = 4096;

  private final ConnectionInput in;
  private final ConnectionOutput out;
  private final RequestHead head;
  private boolean begun;
  private boolean ended;

  RequestBody(ConnectionInput in, ConnectionOutput out, RequestHead head) {
    this.in = in;
    this.out = out;
    this.head = head;
    ended = !head.hasBody();
  }

  /** Whether all of it was read, so that the next request can follow. */
  boolean isEnded() {
    return ended;
  }

  /** Whether the caller may be sending it; one that waits for permission is not. */
  boolean isComing() {
    return !ended && (begun || !expectsPermission());
  }

  /**
   * Reads it.
   *
   * @param share of the memory for long ones
   * @throws RefusedRequestException when it is longer than {@code limit}, with status 413
   */
  byte[] read(int limit, BodyMemory.Share share) throws IOException {
    if (ended) {
      return new byte[0];
    }
    if (head.bodyLength() > limit) {
      throw tooLong(limit);
    }
    if (expectsPermission()) {
      out.write(CONTINUE);
    }
    begun = true;
    byte[] body = head.bodyLength() == RequestHead.CHUNKED ? chunks(limit, share) : whole(share);
    ended = true;
    return body;
  }

  private boolean expectsPermission() {
    return head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent();
  }

  private byte[] whole(BodyMemory.Share share) throws IOException {
    int length = (int) head.bodyLength();
    BodyBuffer body = new BodyBuffer(length, share);
    body.read(in, length);
    return body.all();
  }

  private byte[] chunks(int limit, BodyMemory.Share share) throws IOException {
    BodyBuffer body = new BodyBuffer(limit, share);
    while (true) {
      int size = size(line(LONGEST_SIZE_LINE), limit);
      if (size == 0) {
        trailers();
        return body.all();
      }
      if (size > limit - body.length()) {
        throw tooLong(limit);
      }
      body.read(in, size);
      if (!line(0).isEmpty()) {
        throw malformed();
      }
    }
  }

  private static int size(String line, int limit) throws RefusedRequestException {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
      throw malformed();
    }
    if (digits.length() > 7) {
      throw tooLong(limit);
    }
    return Integer.parseInt(digits, 16);
  }

  /** Fields after the body mean nothing here. */
  private void trailers() throws IOException {
    int left = LONGEST_TRAILERS;
    String line = line(left);
    while (!line.isEmpty()) {
      left -= line.length();
      line = line(Math.max(0, left));
    }
  }

  private String line(int limit) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\r') {
      if (next < 0 || next == '\n' || line.length() == limit) {
        throw malformed();
      }
      line.append((char) next);
      next = in.read();
    }
    if (in.read() != '\n') {
      throw malformed();
    }
    return line.toString();
  }

  private static RefusedRequestException malformed() {
    return new RefusedRequestException(400, "The chunks of the body are malformed.");
  }

  private static RefusedRequestException tooLong(int limit) {
    return new RefusedRequestException(413, "Send at most " + limit + " bytes.");
  }
}
