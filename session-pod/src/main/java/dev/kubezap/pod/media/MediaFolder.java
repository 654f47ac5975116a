package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.transfer.SealedBytes;
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
public final class MediaFolder implements MediaStore {
  private static final Logger LOG = Logger.getLogger(MediaFolder.class);

  private final Path work;
  private final Path kept;
  private final Path waiting;
  private final Retention retention;

  /**
   * Below the volume's folder. Nothing is touched yet.
   *
   * @param volume where the session's files are
   */
  public MediaFolder(Path volume, Retention retention) {
    work = volume.resolve("media").resolve("work");
    kept = volume.resolve("media").resolve("kept");
    waiting = volume.resolve("media").resolve("waiting");
    this.retention = retention;
  }

  @Override
  public void clean(Instant now) {
    cleanWork();
    // What waited for a bucket that is not set any more: nobody reads it.
    empty(waiting);
    sweep(now);
  }

  /** Removes what an earlier process left in work. */
  void cleanWork() {
    empty(work);
  }

  private static void empty(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warnf("Files of an earlier process are left in %s: %s", folder, e.getMessage());
    }
  }

  @Override
  public Path newFile() {
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

  @Override
  public Optional<KeptFile> find(String name, Instant now) {
    Path file = kept.resolve(name);
    try {
      Files.setLastModifiedTime(file, FileTime.from(now));
      return Optional.of(kept(file));
    } catch (IOException e) {
      // There is none, or its time cannot be noted, which only lets it go sooner.
      return Files.isRegularFile(file) ? Optional.of(kept(file)) : Optional.empty();
    }
  }

  private static KeptFile kept(Path file) {
    return () -> SealedBytes.of(file);
  }

  @Override
  public KeptFile keep(Path file, String name, Instant now) {
    try {
      Files.createDirectories(kept);
      Path target = kept.resolve(name);
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(target, FileTime.from(now));
      sweep(now);
      return kept(target);
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  private record Found(Path file, Instant used, long size) {}

  /** By their last use. */
  @Override
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

  @Override
  public void close() {
    // Nothing goes on in the background.
  }
}
