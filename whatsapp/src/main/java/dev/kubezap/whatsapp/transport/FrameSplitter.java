package dev.kubezap.whatsapp.transport;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames: three bytes of length, the highest first, then so many bytes.
 * However the stream is chunked, the same frames come out. Not thread-safe.
 */
public final class FrameSplitter {

  private static final int HEADER = 3;
  private static final int KEPT = 64 << 10;

  private byte[] buffer = new byte[0];
  private int start;
  private int end;

  /** Takes the next bytes of the stream. */
  public void add(byte[] chunk) {
    if (buffer.length - end < chunk.length) {
      makeRoom(chunk.length);
    }
    System.arraycopy(chunk, 0, buffer, end, chunk.length);
    end += chunk.length;
  }

  /** The next whole frame, or null until more bytes come. */
  public byte @Nullable [] next() {
    if (end - start < HEADER) {
      return null;
    }
    int length =
        ((buffer[start] & 0xFF) << 16)
            | ((buffer[start + 1] & 0xFF) << 8)
            | (buffer[start + 2] & 0xFF);
    if (end - start - HEADER < length) {
      return null;
    }
    byte[] frame = Arrays.copyOfRange(buffer, start + HEADER, start + HEADER + length);
    start += HEADER + length;
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > KEPT) {
        // One large frame must not cost its memory for the rest of the connection.
        buffer = new byte[0];
      }
    }
    return frame;
  }

  /** Grows with what arrived, not with what a header announces. */
  private void makeRoom(int more) {
    int pending = end - start;
    int needed = pending + more;
    byte[] target = needed <= buffer.length ? buffer : new byte[Math.max(needed, pending * 2)];
    System.arraycopy(buffer, start, target, 0, pending);
    buffer = target;
    start = 0;
    end = pending;
  }
}
