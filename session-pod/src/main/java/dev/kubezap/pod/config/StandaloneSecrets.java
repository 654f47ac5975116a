package dev.kubezap.pod.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Secrets that a session alone makes for itself, each in a file of the data folder that only its
 * owner can read.
 */
public final class StandaloneSecrets {
  private final Path folder;

  /**
   * @param dataFolder made when it is not there
   */
  public StandaloneSecrets(Path dataFolder) {
    folder = dataFolder;
  }

  /** Where a secret is. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * The secret of this name; made and stored when there is none.
   *
   * @throws IOException when the folder cannot be read or written
   */
  public Secret readOrMake(String name, Supplier<String> maker) throws IOException {
    Files.createDirectories(folder);
    Path file = file(name);
    if (!Files.exists(file)) {
      make(file, maker.get());
    }
    String value = Files.readString(file).strip();
    if (value.isEmpty()) {
      throw new IOException(file + " is empty: restore it, or remove it to have a new one made");
    }
    return new Secret(value);
  }

  /** Written beside and renamed, so that a crash leaves either no file or a whole one. */
  private static void make(Path file, String value) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel =
        java.nio.channels.FileChannel.open(unfinished, Set.of(StandardOpenOption.WRITE))) {
      channel.write(java.nio.charset.StandardCharsets.UTF_8.encode(value + "\n"));
      channel.force(true);
    }
    try {
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException e) {
      // Somebody else made it meanwhile: theirs counts.
    }
    Files.delete(unfinished);
  }
}
