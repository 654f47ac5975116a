package dev.kubezap.playground;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Where the playground keeps everything; one playground at a time uses it. */
final class DataFolder implements AutoCloseable {

  private static final String MARK = ".kubezap-playground";

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder, which is made when it is not there.
   *
   * @throws IOException when another playground uses it or it holds something else
   */
  static DataFolder take(Path folder) throws IOException {
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve(MARK))) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(folder + " holds something else: name an empty folder with --data");
        }
      }
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var channel =
        FileChannel.open(folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException(
          "another playground uses " + folder + ": end it, or name another folder with --data");
    }
    return new DataFolder(folder, channel, lock);
  }

  /** Deletes everything in it. */
  void clear() throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) && !path.equals(folder.resolve(MARK))) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path logs() {
    return folder.resolve("logs");
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
