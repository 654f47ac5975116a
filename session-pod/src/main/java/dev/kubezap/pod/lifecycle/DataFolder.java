package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.FileTroubles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume, locked against a second process. The lock ends with the process, however it ends. */
final class DataFolder implements AutoCloseable {
  private final FileChannel channel;

  private DataFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder when it is not there and locks it.
   *
   * @throws ConfigurationException when it cannot be written or another process uses it
   */
  static DataFolder lock(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new ConfigurationException(
            List.of(
                "KUBEZAP_DATA_DIR "
                    + folder
                    + " is used by another process: end it, or name another folder."));
      }
      return new DataFolder(channel);
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(
              "KUBEZAP_DATA_DIR "
                  + folder
                  + " cannot be written: "
                  + FileTroubles.reason(e)
                  + "."));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
