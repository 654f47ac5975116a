package dev.kubezap.whatsapp.transfer;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a kept file, which can be read from any place. Used by one thread. */
public interface SealedBytes extends Closeable {

  /** How many there are. */
  long size();

  /**
   * Reads so many bytes from a place on.
   *
   * @param target gets them at its beginning
   * @throws EOFException when there are fewer
   */
  void readFully(byte[] target, int length, long from) throws IOException;

  /** Those of a file. */
  static SealedBytes of(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new OfFile(file, file.size());
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Of a file that is open.
   *
   * @param size when it was opened
   */
  record OfFile(FileChannel file, long size) implements SealedBytes {
    @Override
    public void readFully(byte[] target, int length, long from) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, 0, length);
      while (buffer.hasRemaining()) {
        if (file.read(buffer, from + buffer.position()) < 0) {
          throw new EOFException("the file on the volume is shorter than it was");
        }
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
