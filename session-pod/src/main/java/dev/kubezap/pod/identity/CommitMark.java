package dev.kubezap.pod.identity;

import dev.kubezap.pod.ownership.CommitWitness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * The last commit's number, on the session's volume: a database that came back from a backup of the
 * same epoch has fewer. It is overwritten in place with every commit and flushed by nobody, so that
 * it costs a commit nothing: it survives the process, and of the machine's last half minute what
 * the kernel had written by then. Nothing in it is secret.
 *
 * <p>Content: epoch (8 bytes), commit number (8), checksum of both (4). One thread writes at a
 * time.
 */
public final class CommitMark implements CommitWitness {
  /** The file's name in the data folder. */
  public static final String NAME = "last-commit";

  private static final Logger LOG = Logger.getLogger(CommitMark.class);
  private static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

  private final Path path;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
  private Optional<FileChannel> channel = Optional.empty();
  private boolean failed;

  /**
   * What it says.
   *
   * @param epoch of the owner that committed
   */
  public record Mark(long epoch, long commitNo) {}

  /** Opens nothing yet. */
  public CommitMark(Path folder) {
    path = folder.resolve(NAME);
  }

  /** The last commit; empty when there is none or it cannot be read. */
  public Optional<Mark> read() {
    try {
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      if (bytes.remaining() != LENGTH) {
        return Optional.empty();
      }
      Mark mark = new Mark(bytes.getLong(), bytes.getLong());
      return bytes.getInt() == checksum(mark.epoch(), mark.commitNo())
          ? Optional.of(mark)
          : Optional.empty();
    } catch (IOException e) {
      LOG.warnf("%s cannot be read: %s", path, e);
      return Optional.empty();
    }
  }

  @Override
  public void stored(long epoch, long commitNo) {
    buffer.clear();
    buffer.putLong(epoch).putLong(commitNo).putInt(checksum(epoch, commitNo)).flip();
    try {
      SlotFile.writeFully(open(), buffer, 0);
      failed = false;
    } catch (IOException e) {
      // Without it a restored database may be noticed later; the session goes on.
      if (!failed) {
        LOG.warnf("%s cannot be written: %s", path, e);
      }
      failed = true;
    }
  }

  private FileChannel open() throws IOException {
    if (channel.isEmpty()) {
      channel =
          Optional.of(
              FileChannel.open(
                  path,
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------"))));
    }
    return channel.get();
  }

  private static int checksum(long epoch, long commitNo) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(epoch).putLong(commitNo).flip());
    return (int) crc.getValue();
  }
}
