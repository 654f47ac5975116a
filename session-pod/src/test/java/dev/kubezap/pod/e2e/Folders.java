package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of folders, as backups of volumes are. */
final class Folders {
  private Folders() {}

  /** Copies a folder, with the rights of its files, to where nothing is yet. */
  static void copy(Path from, Path to) throws IOException {
    for (Path source : content(from)) {
      Files.copy(source, to.resolve(from.relativize(source)), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Puts a copy in the place of a folder. */
  static void replace(Path folder, Path copy) throws IOException {
    for (Path old : content(folder).reversed()) {
      Files.delete(old);
    }
    copy(copy, folder);
  }

  private static List<Path> content(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
