package dev.kubezap.pod.media;

import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.UnreadableRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The form of files that leave the volume: parts of 64 KiB, each encrypted under the data key and
 * bound to the file's name, its size and the part's place, so that any part can be read and checked
 * by itself, and none exchanged, moved or left out.
 */
final class SealedObject {
  /** Bytes of the file in each part but the last. */
  static final int PART = 64 * 1024;

  /** The same as they are stored. */
  static final int SEALED_PART = PART + RecordCipher.OVERHEAD;

  private SealedObject() {}

  /** Encrypts a file of so many bytes. */
  static void seal(RecordCipher cipher, String name, long size, InputStream file, OutputStream out)
      throws IOException {
    long left = size;
    byte[] part = new byte[PART];
    for (long number = 0; left > 0 || number == 0; number++) {
      int count = (int) Math.min(PART, left);
      if (file.readNBytes(part, 0, count) < count) {
        throw new IOException("the file became shorter while it was read");
      }
      byte[] plain = count == PART ? part : Arrays.copyOf(part, count);
      out.write(cipher.seal(plain, context(name, size, number)));
      left -= count;
    }
  }

  /** The bytes of the file in an object of so many; negative when there is no such object. */
  static long size(long stored) {
    return stored - parts(stored) * RecordCipher.OVERHEAD;
  }

  private static long parts(long stored) {
    return Math.ceilDiv(stored, SEALED_PART);
  }

  /** Decrypts a part. */
  static byte[] open(RecordCipher cipher, String name, long size, long number, byte[] sealed)
      throws DamagedFileException {
    try {
      return cipher.open(sealed, context(name, size, number));
    } catch (UnreadableRecordException e) {
      throw new DamagedFileException(e);
    }
  }

  private static byte[] context(String name, long size, long number) {
    byte[] bytes = ("media " + name).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(bytes.length + 2 * Long.BYTES)
        .put(bytes)
        .putLong(size)
        .putLong(number)
        .array();
  }
}
