package dev.kubezap.playground.binaries;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 sums as releases publish them. */
final class Checksum {

  private Checksum() {}

  /** The sum of one file in the text of a {@code SHA256SUMS} file. */
  static String of(String file, String sums) throws IOException {
    return sums.lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words.length == 2 && words[1].replaceFirst("^\\*", "").equals(file))
        .map(words -> words[0])
        .findFirst()
        .orElseThrow(() -> new IOException("the release lists no checksum of " + file));
  }

  /** Deletes the file and throws unless it has this sum. */
  static void verify(Path file, String expected, URI origin) throws IOException {
    var actual = sha256(file);
    if (!actual.equalsIgnoreCase(expected)) {
      Files.delete(file);
      throw new IOException(
          origin + " has SHA-256 " + actual + " instead of the published " + expected);
    }
  }

  static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, out);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException cause) {
      throw new IllegalStateException("every Java has SHA-256", cause);
    }
  }
}
