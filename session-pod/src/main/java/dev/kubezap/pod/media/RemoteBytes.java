package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.bucket.Bucket;
import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.pod.bucket.ObjectPart;
import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * An object in the bucket, read by requests for parts: of what is read in order about a megabyte at
 * once, of anything else just what is wanted. No more than that is in memory.
 */
final class RemoteBytes implements SealedBytes {
  private static final int WINDOW = 16 * SealedObject.SEALED_PART;

  private final Bucket bucket;
  private final String key;
  private final long size;
  private ByteString window;
  private long begin;

  private RemoteBytes(Bucket bucket, String key, ObjectPart first) {
    this.bucket = bucket;
    this.key = key;
    this.size = first.total();
    this.window = first.bytes();
  }

  /**
   * Opens an object.
   *
   * @throws BucketException ABSENT when there is none
   */
  static RemoteBytes open(Bucket bucket, String key) throws IOException {
    return new RemoteBytes(bucket, key, read(bucket, key, 0, SealedObject.SEALED_PART));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(byte[] target, int length, long from) throws IOException {
    if (from < begin || from + length > begin + window.size()) {
      boolean inOrder = from > 0 && from == begin + window.size();
      int wanted = inOrder ? (int) Math.min(Math.max(WINDOW, length), size - from) : length;
      ObjectPart part = read(bucket, key, from, wanted);
      if (part.total() != size || part.bytes().size() < length) {
        throw new EOFException("the object in the bucket was exchanged while it was read");
      }
      window = part.bytes();
      begin = from;
    }
    int offset = (int) (from - begin);
    window.substring(offset, offset + length).copyTo(target, 0);
  }

  private static ObjectPart read(Bucket bucket, String key, long from, int length)
      throws IOException {
    try {
      return bucket.read(key, from, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the bucket was read");
    }
  }

  @Override
  public void close() {
    window = ByteString.EMPTY;
  }
}
