package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.kubezap.whatsapp.crypto.Sha256Stream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A caller's file on the volume, until its message is accepted.
 *
 * @param size in bytes
 * @param sha256 of all of it
 * @param head its first bytes, which tell its type
 */
public record SpooledFile(Path file, long size, ByteString sha256, ByteString head)
    implements AutoCloseable {
  private static final int HEAD = 64;

  /** Writes what comes to the volume. */
  public interface Source {
    /** Writes all of it. */
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * Takes a file; when that fails nothing is left of it.
   *
   * @throws dev.kubezap.pod.http.ProblemException 507 or 503 when the volume does not take it
   * @throws IOException when the source fails
   */
  public static SpooledFile of(MediaStore store, Source source) throws IOException {
    Path file = store.newFile();
    boolean whole = false;
    try (Counting out = new Counting(VolumeOutput.to(file))) {
      source.writeTo(out);
      whole = true;
      return new SpooledFile(
          file,
          out.size,
          UnsafeByteOperations.unsafeWrap(out.digest.finish()),
          ByteString.copyFrom(out.head, 0, (int) Math.min(out.size, HEAD)));
    } finally {
      if (!whole) {
        MediaFolder.forget(file);
      }
    }
  }

  /** The digest as text. */
  public String digest() {
    return HexFormat.of().formatHex(sha256.toByteArray());
  }

  /** Its bytes. */
  InputStream open() {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  /** Forgets it. */
  @Override
  public void close() {
    MediaFolder.forget(file);
  }

  /** Leaves out what it begins with. */
  @Override
  public String toString() {
    return "SpooledFile[" + size + " bytes]";
  }

  private static final class Counting extends OutputStream {
    private final VolumeOutput target;
    private final Sha256Stream digest = new Sha256Stream();
    private final byte[] head = new byte[HEAD];
    private long size;

    Counting(VolumeOutput target) {
      this.target = target;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (size < HEAD) {
        byte[] first = Arrays.copyOfRange(bytes, offset, offset + length);
        System.arraycopy(first, 0, head, (int) size, (int) Math.min(first.length, HEAD - size));
      }
      target.write(bytes, offset, length);
      digest.update(bytes, offset, length);
      size += length;
    }

    @Override
    public void close() {
      target.close();
    }
  }
}
