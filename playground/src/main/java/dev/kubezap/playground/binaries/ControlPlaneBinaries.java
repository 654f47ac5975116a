package dev.kubezap.playground.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of one control plane.
 *
 * @param origin where they were found, for the user
 * @param files where each is
 */
public record ControlPlaneBinaries(String origin, Map<Program, Path> files) {

  /** Copies what it is given. */
  public ControlPlaneBinaries {
    files = Map.copyOf(files);
  }

  /** The file of a program. */
  public Path path(Program program) {
    var path = files.get(program);
    if (path == null) {
      throw new IllegalStateException("no " + program.fileName() + " from " + origin);
    }
    return path;
  }

  /** What a folder holds; empty unless it holds all of them. */
  static Optional<ControlPlaneBinaries> in(Path folder, String origin) {
    var files = new EnumMap<Program, Path>(Program.class);
    for (var program : Program.values()) {
      var file = folder.resolve(program.fileName());
      if (Files.isExecutable(file)) {
        files.put(program, file);
      }
    }
    return complete(origin, files);
  }

  /** What the folders of a search path hold together; empty unless that is all of them. */
  static Optional<ControlPlaneBinaries> onPath(Iterable<Path> folders, String origin) {
    var files = new EnumMap<Program, Path>(Program.class);
    for (var folder : folders) {
      for (var program : Program.values()) {
        var file = folder.resolve(program.fileName());
        if (Files.isExecutable(file)) {
          files.putIfAbsent(program, file);
        }
      }
    }
    return complete(origin, files);
  }

  private static Optional<ControlPlaneBinaries> complete(String origin, Map<Program, Path> files) {
    return files.size() == Program.values().length
        ? Optional.of(new ControlPlaneBinaries(origin, files))
        : Optional.empty();
  }
}
