package dev.kubezap.pod.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files of messages on the volume: those in work, which no later process needs, and those that
 * are kept, which are whole and were checked. Safe for use by several threads.
 */
public final class MediaFolder {
  private static final Logger LOG = Logger.getLogger(MediaFolder.class);

  private final Path work;
  private final Path kept;
  private final Retention retention;

  /**
   * Below the volume's folder. Nothing is touched yet.
   *
   * @param volume where the session's files are
   */
  public MediaFolder(Path volume, Retention retention) {
    work = volume.resolve("media").resolve("work");
    kept = volume.resolve("media").resolve("kept");
    this.retention = retention;
  }

  /** Removes what an earlier process left in work, and what is kept too long. */
  public void clean(Instant now) {
    if (!Files.isDirectory(work)) {
      return;
    }
    try (Stream<Path> left = Files.list(work)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warnf("Files of an earlier process are left in %s: %s", work, e.getMessage());
    }
    sweep(now);
  }

  /** A name for a new file in work. */
  Path newFile() {
    try {
      Files.createDirectories(work);
      return work.resolve(UUID.randomUUID().toString());
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  /** Forgets a file in work, if it is there. */
  static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("A file in work stays until the next start: %s", e.getMessage());
    }
  }

  /** The kept file of this name; it counts as used now. */
  Optional<Path> find(String name, Instant now) {
    Path file = kept.resolve(name);
    try {
      Files.setLastModifiedTime(file, FileTime.from(now));
      return Optional.of(file);
    } catch (IOException e) {
      // There is none, or its time cannot be noted, which only lets it go sooner.
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
  }

  /** Keeps a whole file from now on; others may go for it. */
  Path keep(Path file, String name, Instant now) {
    try {
      Files.createDirectories(kept);
      Path target = kept.resolve(name);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(target, FileTime.from(now));
      sweep(now);
      return target;
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  private record Found(Path file, Instant used, long size) {}

  /** Removes what was not used for too long, and of the rest the oldest when it is too much. */
  public void sweep(Instant now) {
    if (!Files.isDirectory(kept)) {
      return;
    }
    try {
      List<Found> files = found();
      files.sort(Comparator.comparing(Found::used).reversed());
      long sum = 0;
      for (int i = 0; i < files.size(); i++) {
        Found file = files.get(i);
        sum += file.size();
        boolean newest = i == 0;
        boolean tooOld = file.used().isBefore(now.minus(retention.age()));
        // The newest stays, however large: somebody waits for it.
        if (tooOld || (sum > retention.bytes() && !newest)) {
          Files.deleteIfExists(file.file());
        }
      }
    } catch (IOException e) {
      LOG.warnf("Kept files could not be looked through: %s", e.getMessage());
    }
  }

  private List<Found> found() throws IOException {
    List<Found> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(kept)) {
      for (Path file : all.toList()) {
        // Another thread may remove it in between.
        if (Files.exists(file)) {
          files.add(new Found(file, Files.getLastModifiedTime(file).toInstant(), Files.size(file)));
        }
      }
    }
    return files;
  }
}
