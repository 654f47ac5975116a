package dev.kubezap.whatsapp.history;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends what a few hostile bytes inflate to. Used by one thread. */
final class BoundedStream extends FilterInputStream {
  private long left;

  BoundedStream(InputStream in, long most) {
    super(in);
    left = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    left -= Math.max(0, count);
    if (left < 0) {
      throw new HistoryTooLargeException();
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, left + 1));
    left -= skipped;
    if (left < 0) {
      throw new HistoryTooLargeException();
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
