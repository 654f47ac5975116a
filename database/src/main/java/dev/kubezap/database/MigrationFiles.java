package dev.kubezap.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Migrations as resources of the class path.
 *
 * @param paths where they are, oldest first, such as {@code db/kubezap/migration/V001__owner.sql}
 */
public record MigrationFiles(List<String> paths) {

  /** Copies what it is given. */
  public MigrationFiles {
    paths = List.copyOf(paths);
  }

  /** The files of a folder. */
  static MigrationFiles of(String folder, List<String> names) {
    return new MigrationFiles(names.stream().map(name -> folder + "/" + name).toList());
  }

  /** These and later ones. */
  public MigrationFiles and(List<String> later) {
    return new MigrationFiles(Stream.concat(paths.stream(), later.stream()).toList());
  }

  /** The name of a file without its folder. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The number in a file's name. */
  static int number(String path) {
    String name = name(path);
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  /** Opens one without scanning for it: scanning fails in packed runners. */
  static InputStream open(String path) {
    InputStream stream = Migrations.class.getResourceAsStream("/" + path);
    if (stream == null) {
      throw new IllegalStateException("migration " + path + " is not on the class path");
    }
    return stream;
  }

  /** What stands in one. */
  static String text(String path) {
    try (InputStream stream = open(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("migration " + path + " cannot be read", e);
    }
  }
}
