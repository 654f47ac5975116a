package dev.kubezap.pod.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Files on the volume that the bucket does not have yet, in the form in which it gets them. */
final class WaitingFiles {
  private static final Logger LOG = Logger.getLogger(WaitingFiles.class);

  private final Path folder;

  WaitingFiles(Path volume) {
    folder = volume.resolve("media").resolve("waiting");
  }

  /** Where a file of this name is while it waits. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Has a file wait from now on. */
  void add(Path sealed, String name) throws IOException {
    Files.createDirectories(folder);
    Files.move(
        sealed, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Those that wait for the longest time first. */
  List<Path> oldestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    record Found(Path file, Instant since) {}
    List<Found> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        try {
          found.add(new Found(file, Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
          LOG.debugf("The bucket has it meanwhile: %s", e.getMessage());
        }
      }
    }
    return found.stream().sorted(Comparator.comparing(Found::since)).map(Found::file).toList();
  }
}
