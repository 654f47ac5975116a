package dev.kubezap.simulator.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** The file that keeps the world. Written to a second file first, then moved into place. */
public final class WorldFile {
  private final Path file;
  private final ObjectMapper json = Json.mapper();

  /** In a folder, which is made if it is not there. */
  public WorldFile(Path folder) throws IOException {
    Files.createDirectories(folder);
    file = folder.resolve("world.json");
  }

  /** What was kept. */
  public Optional<WorldState> read() throws IOException {
    return Files.exists(file)
        ? Optional.of(json.readValue(file.toFile(), WorldState.class))
        : Optional.empty();
  }

  /** Keeps a state. */
  public void write(WorldState state) throws IOException {
    Path next = file.resolveSibling("world.json.next");
    json.writeValue(next.toFile(), state);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
