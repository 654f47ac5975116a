package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a kept file as they are, from the first on. Skipping costs nothing. */
final class KeptStream extends InputStream {
  private final SealedBytes bytes;
  private long at;

  KeptStream(SealedBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = (int) Math.min(length, bytes.size() - at);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    byte[] read = new byte[count];
    bytes.readFully(read, count, at);
    System.arraycopy(read, 0, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.clamp(count, 0, bytes.size() - at);
    at += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
