package dev.kubezap.pod.baileys;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the regular files of a tar archive as they come, and refuses links, devices and files with
 * holes. The library takes a long name or an extended header of any length into memory, and calls
 * itself for each; so what stands between two files is bounded here. Used once, by one thread.
 */
final class TarEntries {
  private static final int RECORD = 512;

  /** Long names, extended headers, padding, and the empty records at the end. */
  private static final int MOST_BETWEEN_FILES = 64 * 1024;

  private final LimitedStream source;
  private final TarArchiveInputStream archive;

  TarEntries(InputStream archive) {
    source =
        new LimitedStream(
            archive, MOST_BETWEEN_FILES, () -> new IOException("a header is too long"));
    this.archive = new TarArchiveInputStream(source, StandardCharsets.UTF_8.name());
  }

  /** The name of the next file, which was read to its end before. */
  Optional<String> next() throws IOException, BadLinkException {
    while (true) {
      source.allow(MOST_BETWEEN_FILES);
      Optional<TarArchiveEntry> entry = entry();
      source.allow(Long.MAX_VALUE);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      TarArchiveEntry found = entry.get();
      if (!found.isCheckSumOK()) {
        throw new IOException("a header's sum is wrong");
      }
      if (found.isDirectory()) {
        continue;
      }
      if (found.isLink()
          || found.isSymbolicLink()
          || found.isCharacterDevice()
          || found.isBlockDevice()
          || found.isFIFO()
          || found.isSparse()) {
        throw BadLinkException.unreadable(
            "The archive holds a link, a device or a file with holes; pack the plain files alone.");
      }
      return Optional.of(found.getName());
    }
  }

  private Optional<TarArchiveEntry> entry() throws IOException {
    TarArchiveEntry entry;
    try {
      entry = archive.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new IOException("a header is damaged", e);
    }
    if (entry == null && archive.getBytesRead() % RECORD != 0) {
      throw new EOFException("the archive is cut off");
    }
    return Optional.ofNullable(entry);
  }

  /** Reads on in the file; -1 at its end. */
  int read(byte[] target, int offset, int length) throws IOException {
    return archive.read(target, offset, length);
  }
}
