package dev.kubezap.simulator.media;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Encrypted files, each under the digest of its bytes. Safe for use by several threads. */
public final class Blobs implements AutoCloseable {
  private static final Pattern PATH = Pattern.compile("/v/(again/)?([0-9a-f]{64})\\.enc(\\?.*)?");

  private final Path folder;
  private final boolean kept;

  private Blobs(Path folder, boolean kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Opens them.
   *
   * @param world keeps them between runs; without it they are gone with the simulator
   */
  public static Blobs open(Optional<Path> world) throws IOException {
    return world.isPresent()
        ? new Blobs(Files.createDirectories(world.get().resolve("media")), true)
        : new Blobs(Files.createTempDirectory("kubezap-simulator-media"), false);
  }

  /** A file that came. */
  public record Stored(Bytes digest, long size) {
    /** Where it is on the host. */
    public String directPath() {
      return "/v/" + digest.toHex() + ".enc?ccb=11-4&oh=simulator&oe=0";
    }
  }

  /** Keeps all that comes. */
  public Stored put(InputStream bytes) throws IOException {
    MessageDigest digest = sha256();
    Path coming = Files.createTempFile(folder, "coming", ".part");
    try {
      long size =
          Files.copy(
              new DigestInputStream(bytes, digest), coming, StandardCopyOption.REPLACE_EXISTING);
      Stored stored = new Stored(Bytes.of(digest.digest()), size);
      Files.move(coming, file(stored.digest().toHex()), StandardCopyOption.REPLACE_EXISTING);
      return stored;
    } finally {
      Files.deleteIfExists(coming);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps a phone's file. */
  public Stored put(Bytes bytes) {
    Stored stored = new Stored(Digests.sha256(bytes), bytes.size());
    try (OutputStream out = Files.newOutputStream(file(stored.digest().toHex()))) {
      out.write(bytes.toArray());
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file at a path; empty when there is none, or none any more. */
  public Optional<Path> find(String directPath) {
    Matcher path = PATH.matcher(directPath);
    if (!path.matches()) {
      return none();
    }
    Path file = path.group(1) == null ? file(path.group(2)) : again(path.group(2));
    return Optional.of(file).filter(Files::exists);
  }

  private static Optional<Path> none() {
    return Optional.empty();
  }

  /** The service keeps no file for long: forgets one; false when there is none. */
  public boolean expire(String directPath) {
    Matcher path = PATH.matcher(directPath);
    return path.matches() && file(path.group(2)).toFile().renameTo(forgotten(path.group(2)));
  }

  /** A phone uploads a forgotten file again; answers where it is now, empty when it cannot. */
  public Optional<String> uploadAgain(String directPath) {
    Matcher path = PATH.matcher(directPath);
    boolean again =
        path.matches()
            && (forgotten(path.group(2)).renameTo(again(path.group(2)).toFile())
                || Files.exists(again(path.group(2))));
    return again ? Optional.of("/v/again/" + path.group(2) + ".enc") : Optional.empty();
  }

  private File forgotten(String digest) {
    return folder.resolve(digest + ".forgotten").toFile();
  }

  private Path again(String digest) {
    return folder.resolve(digest + ".again");
  }

  /** How many there are. */
  public long count() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".enc")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String digest) {
    // Hexadecimal digits alone: nobody names another file.
    return folder.resolve(HexFormat.of().formatHex(HexFormat.of().parseHex(digest)) + ".enc");
  }

  @Override
  public void close() {
    if (kept || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
