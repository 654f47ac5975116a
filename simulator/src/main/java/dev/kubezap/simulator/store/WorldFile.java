package dev.kubezap.simulator.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the world. Written to a second file first, then moved into place. Until it is
 * closed, no other can be opened in the same folder: two simulators would overwrite each other's
 * world.
 */
public final class WorldFile implements AutoCloseable {
  private final Path file;
  private final FileChannel lock;
  private final ObjectMapper json = Json.mapper();

  /**
   * In a folder, which is made if it is not there.
   *
   * @throws IOException when it cannot be used, or another simulator uses it
   */
  public WorldFile(Path folder) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve("world.json");
    lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock() == null) {
      lock.close();
      throw new IOException(
          "Another simulator uses the folder " + folder + ": end it, or give another folder");
    }
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /** What was kept. */
  public Optional<WorldState> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readValue(file.toFile(), WorldState.class));
    } catch (JacksonException e) {
      throw new IOException(
          file + " holds no world that can be read: move it away to begin with a new one", e);
    }
  }

  /** Keeps a state. */
  public void write(WorldState state) throws IOException {
    Path next = file.resolveSibling("world.json.next");
    json.writeValue(next.toFile(), state);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
