package dev.kubezap.pod.server;

import java.io.IOException;
import java.util.Arrays;

/** The bytes of a body that have come. It grows with them, however many were promised. */
final class BodyBuffer {
  private final int limit;
  private final BodyMemory.Share share;
  private byte[] bytes = new byte[0];
  private int length;

  /**
   * @param limit the longest that it becomes
   */
  BodyBuffer(int limit, BodyMemory.Share share) {
    this.limit = limit;
    this.share = share;
  }

  int length() {
    return length;
  }

  /** Reads so many bytes more, which the limit leaves room for. */
  void read(ConnectionInput in, int count) throws IOException {
    int end = length + count;
    while (length < end) {
      if (length == bytes.length) {
        grow(end);
      }
      int part = Math.min(bytes.length, end) - length;
      in.readFully(bytes, length, part);
      length += part;
    }
  }

  /** At least doubled: chunks of one byte must not cost a copy of the whole each. */
  private void grow(int wanted) throws RefusedRequestException {
    int size = (int) Math.min(limit, Math.max(Math.min(wanted, BodyMemory.SHORT), 2L * length));
    share.cover(size);
    bytes = Arrays.copyOf(bytes, size);
  }

  /** All that has come; to be asked for once. */
  byte[] all() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
