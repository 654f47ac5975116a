package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.CbcStream;
import dev.kubezap.whatsapp.media.MediaKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The plain bytes of an encrypted file that was checked before. Skipping costs nothing: any block
 * can be decrypted by itself. Used by one thread.
 */
public final class SealedFileStream extends InputStream {
  private static final int PART = 32 * 1024;

  private final MediaKeys keys;
  private final SealedBytes file;
  private final long ciphertext;
  private final byte[] encrypted = new byte[PART];
  private byte[] plain = new byte[PART + CbcStream.BLOCK];
  private CbcStream cipher;

  /** Where the next bytes of ciphertext are. */
  private long at;

  /** How many plain bytes were given out. */
  private long given;

  private int position;
  private int limit;
  private boolean ended;

  private SealedFileStream(MediaKeys keys, SealedBytes file) {
    this.keys = keys;
    this.file = file;
    ciphertext = file.size() - MediaKeys.CODE;
    cipher = keys.decrypting();
  }

  /** Opens a file. */
  public static SealedFileStream open(MediaKeys keys, Path path) throws IOException {
    return open(keys, SealedBytes.of(path));
  }

  /** Opens what can be read from any place, and closes it when it is closed itself. */
  public static SealedFileStream open(MediaKeys keys, SealedBytes file) {
    return new SealedFileStream(keys, file);
  }

  /** The plain bytes of a file, as its last block tells. */
  public static long size(MediaKeys keys, Path path) throws IOException {
    return size(keys, SealedBytes.of(path));
  }

  /** The same of what can be read from any place, which is closed. */
  public static long size(MediaKeys keys, SealedBytes file) throws IOException {
    try (SealedFileStream stream = open(keys, file)) {
      long before = Math.max(0, stream.ciphertext - 2L * CbcStream.BLOCK);
      stream.skipNBytes(before);
      return before + stream.readAllBytes().length;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == limit && !ended) {
      decryptMore();
    }
    if (position == limit) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(plain, position, target, offset, count);
    position += count;
    given += count;
    return count;
  }

  private void decryptMore() throws IOException {
    position = 0;
    if (at == ciphertext) {
      try {
        plain = cipher.finish();
      } catch (AuthenticationException e) {
        throw new IOException("the file that is kept was changed", e);
      }
      limit = plain.length;
      ended = true;
      return;
    }
    int length = (int) Math.min(PART, ciphertext - at);
    file.readFully(encrypted, length, at);
    at += length;
    limit = cipher.update(encrypted, 0, length, plain);
  }

  /** Skips to a later block without decrypting those between. */
  @Override
  public long skip(long count) throws IOException {
    if (count <= 0) {
      return 0;
    }
    if (position < limit) {
      int held = (int) Math.min(count, limit - position);
      position += held;
      given += held;
      return held;
    }
    // Nothing is held here, so what was given out ends with a block. The last two are read.
    long blocks = Math.min(count, ciphertext - 2L * CbcStream.BLOCK - given) / CbcStream.BLOCK;
    if (ended || blocks < 1) {
      return super.skip(count);
    }
    long skipped = blocks * CbcStream.BLOCK;
    byte[] before = new byte[CbcStream.BLOCK];
    file.readFully(before, before.length, given + skipped - CbcStream.BLOCK);
    cipher = keys.decryptingAfter(before);
    given += skipped;
    at = given;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
