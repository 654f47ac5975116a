package dev.kubezap.playground.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of files that all change at once, laid out as a kubelet does it: the files lie in a
 * folder with a fresh name, {@code ..data} is a link to it that is replaced in one step, and what
 * the program opens are links through {@code ..data}.
 */
final class AtomicFolder {

  private static final String DATA = "..data";

  private final Path folder;

  AtomicFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder hold these files and no others.
   *
   * @param files contents by relative path
   * @return whether anything changed
   */
  boolean write(Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    if (same(files)) {
      return false;
    }
    var fresh =
        Files.createTempDirectory(
            folder,
            "..data_",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (var file : files.entrySet()) {
      var path = fresh.resolve(file.getKey()).normalize();
      if (!path.startsWith(fresh)) {
        throw new IOException("the path " + file.getKey() + " leads out of its volume");
      }
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    var link = folder.resolve("..data_tmp");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
    link(topNames(files));
    removeOld(fresh);
    return true;
  }

  private boolean same(Map<String, byte[]> files) throws IOException {
    var data = folder.resolve(DATA);
    if (!Files.isDirectory(data)) {
      return false;
    }
    var present = new TreeMap<String, byte[]>();
    var real = data.toRealPath();
    try (var paths = Files.walk(real)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        present.put(real.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return present.keySet().equals(files.keySet())
        && present.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), files.get(entry.getKey())));
  }

  private static Set<String> topNames(Map<String, byte[]> files) {
    return files.keySet().stream()
        .map(path -> Path.of(path).getName(0).toString())
        .collect(java.util.stream.Collectors.toSet());
  }

  private void link(Set<String> names) throws IOException {
    for (var name : names) {
      var link = folder.resolve(name);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, name));
      }
    }
    try (var entries = Files.list(folder)) {
      for (var entry : entries.toList()) {
        var name = entry.getFileName().toString();
        if (!name.startsWith("..") && !names.contains(name)) {
          Files.delete(entry);
        }
      }
    }
  }

  private void removeOld(Path fresh) throws IOException {
    try (var entries = Files.list(folder)) {
      for (var entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith("..data_") && !entry.equals(fresh)) {
          delete(entry);
        }
      }
    }
  }

  /** Deletes a file or a folder with all that is in it; links are not followed. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var paths = Files.walk(path)) {
      for (var each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
