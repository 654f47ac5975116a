package dev.kubezap.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with one file per running child, so that the children of a run that could not end them
 * are found by the next one.
 */
public final class ProcessRecords {

  private final Path folder;

  /** Keeps the records in this folder, which is made when it is not there. */
  public ProcessRecords(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  void add(String name, ProcessIdentity identity) {
    try {
      Files.writeString(file(name), identity.line());
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot record process " + name, cause);
    }
  }

  void remove(String name, ProcessIdentity identity) {
    try {
      var file = file(name);
      // A successor of the same name may have been recorded meanwhile.
      if (Files.exists(file) && Files.readString(file).equals(identity.line())) {
        Files.deleteIfExists(file);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot forget process " + name, cause);
    }
  }

  /** Every recorded process that still runs, by name. */
  public Map<String, ProcessIdentity> running() throws IOException {
    var running = new TreeMap<String, ProcessIdentity>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        ProcessIdentity.parse(Files.readString(file))
            .filter(ProcessIdentity::alive)
            .ifPresent(identity -> running.put(file.getFileName().toString(), identity));
      }
    }
    return running;
  }

  /**
   * Ends what a former run left behind and forgets all records.
   *
   * @param grace how long the processes have to end by themselves
   * @return the names of those that were ended
   */
  public List<String> endOrphans(Duration grace) throws IOException, InterruptedException {
    var orphans = running();
    for (var orphan : orphans.values()) {
      ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroy);
    }
    var deadline = System.nanoTime() + grace.toNanos();
    for (var orphan : orphans.values()) {
      while (orphan.alive() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      if (orphan.alive()) {
        ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    return new ArrayList<>(orphans.keySet());
  }

  private Path file(String name) {
    return folder.resolve(name.replace('/', '_'));
  }
}
