package dev.kubezap.pod.baileys;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Gives up when more bytes come than may. Skipped bytes count too. Used by one thread. */
final class LimitedStream extends FilterInputStream {
  private static final int BUFFER = 8192;

  private final Supplier<IOException> excess;
  private long left;

  /**
   * A stream of which so many bytes may come.
   *
   * @param excess what is thrown when more come
   */
  LimitedStream(InputStream source, long most, Supplier<IOException> excess) {
    super(source);
    this.excess = excess;
    left = most;
  }

  /** Lets so many bytes come from here on, whatever came before. */
  void allow(long most) {
    left = most;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, BUFFER)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  private void count(int read) throws IOException {
    left -= Math.max(0, read);
    if (left < 0) {
      throw excess.get();
    }
  }
}
