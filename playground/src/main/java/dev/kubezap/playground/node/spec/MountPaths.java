package dev.kubezap.playground.node.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a container's mount paths lie on this machine. A process cannot mount, so the path {@code
 * /config} of a container is the folder {@code <root>/config}, and what the pod tells its program
 * about {@code /config} is rewritten.
 *
 * <p>The rule: a value of an environment variable or a word of the command line that is a mount
 * path, or begins with one and a slash, gets the root before it; so does the part of a word after
 * its first {@code =}. Nothing else is touched.
 *
 * @param root the container's folder
 * @param mounts its mount paths
 */
public record MountPaths(Path root, List<String> mounts) {

  /** Copies what it is given. */
  public MountPaths {
    mounts = List.copyOf(mounts);
  }

  /** A value of an environment variable as the process sees it. */
  public String value(String value) {
    return below(value) ? root + value : value;
  }

  /** A word of the command line as the process sees it. */
  public String word(String word) {
    var equals = word.indexOf('=');
    return equals > 0
        ? word.substring(0, equals + 1) + value(word.substring(equals + 1))
        : value(word);
  }

  /** The folder that stands for a mount path. */
  public Path folder(String mountPath) {
    return Path.of(root + mountPath);
  }

  /** The folder of this mount path when it is one. */
  public Optional<Path> mounted(String mountPath) {
    return mounts.contains(mountPath) ? Optional.of(folder(mountPath)) : Optional.empty();
  }

  private boolean below(String value) {
    return mounts.stream()
        .anyMatch(
            mount ->
                value.equals(mount) || value.startsWith(mount.endsWith("/") ? mount : mount + "/"));
  }
}
