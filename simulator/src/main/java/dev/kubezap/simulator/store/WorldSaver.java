package dev.kubezap.simulator.store;

import dev.kubezap.simulator.world.World;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Writes a world to its file whenever it has changed. May be used by any thread. */
public final class WorldSaver implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WorldSaver.class.getName());

  private final World world;
  private final WorldFile file;
  private final Supplier<WorldState> snapshot;
  private long saved = -1;

  /**
   * Of a world that is not saved yet.
   *
   * @param snapshot the world as it is then; called without its lock
   */
  public WorldSaver(World world, WorldFile file, Supplier<WorldState> snapshot) {
    this.world = world;
    this.file = file;
    this.snapshot = snapshot;
  }

  /** Saves it, unless nothing has changed since; a failure is logged, and tried again then. */
  public synchronized void save() {
    try {
      long changes = world.changes();
      if (changes != saved) {
        file.write(snapshot.get());
        saved = changes;
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "the world could not be saved", e);
    }
  }

  /** Saves it for the last time, and gives its folder up. */
  @Override
  public synchronized void close() {
    save();
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the folder of the world could not be given up", e);
    }
  }
}
