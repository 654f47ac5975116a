package dev.kubezap.playground.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** One file out of a {@code .tar.gz}. */
final class ArchiveMember {

  private ArchiveMember() {}

  /** Writes the first file of this name, in whichever folder of the archive, to the target. */
  static void extract(Path archive, String fileName, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && Path.of(entry.getName()).endsWith(fileName)) {
          Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
          return;
        }
      }
    }
    throw new IOException(archive + " holds no " + fileName);
  }
}
