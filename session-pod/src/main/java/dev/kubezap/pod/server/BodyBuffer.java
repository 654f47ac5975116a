package dev.kubezap.pod.server;

import java.nio.ByteBuffer;
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

  /** Takes these bytes, which the limit leaves room for. */
  void append(ByteBuffer part) throws RefusedRequestException {
    int count = part.remaining();
    if (length + count > bytes.length) {
      grow(length + count);
    }
    part.get(bytes, length, count);
    length += count;
  }

  /** At least doubled: chunks of one byte must not cost a copy of the whole each. */
  private void grow(int wanted) throws RefusedRequestException {
    int size = (int) Math.min(limit, Math.max(wanted, 2L * length));
    share.cover(size);
    bytes = Arrays.copyOf(bytes, size);
  }

  /** All that has come; to be asked for once. */
  byte[] all() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
