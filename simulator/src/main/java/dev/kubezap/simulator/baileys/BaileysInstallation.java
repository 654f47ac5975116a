package dev.kubezap.simulator.baileys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A folder with Baileys and the script that drives it. The first use installs them from npm by the
 * lock file in this jar; later uses, also of other processes, find them.
 */
public final class BaileysInstallation {
  private static final List<String> FILES = List.of("package.json", "package-lock.json");
  private static final String SCRIPT = "peer.mjs";
  private static final int INSTALL_MINUTES = 5;

  private final Path folder;

  private BaileysInstallation(Path folder) {
    this.folder = folder;
  }

  /** Whether {@code node} is on the path; without it no peer can run. */
  public static boolean isNodeThere() {
    try {
      Process process = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Finds or makes the installation under {@code KUBEZAP_CACHE_DIR}, by default {@code
   * ~/.cache/kubezap}.
   */
  public static BaileysInstallation find() throws IOException {
    if (!isNodeThere()) {
      throw new IOException(
          "Baileys needs Node.js 20 or newer: put node and npm on the PATH (https://nodejs.org)");
    }
    Path cache =
        Optional.ofNullable(System.getenv("KUBEZAP_CACHE_DIR"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache", "kubezap"));
    Files.createDirectories(cache);
    Path folder = cache.resolve("baileys-" + fingerprint());
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("baileys.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        install(cache, folder);
      }
      copy(SCRIPT, folder);
    }
    return new BaileysInstallation(folder);
  }

  private static void install(Path cache, Path folder) throws IOException {
    Path making = Files.createTempDirectory(cache, "baileys-making");
    for (String file : FILES) {
      copy(file, making);
    }
    ProcessBuilder npm =
        new ProcessBuilder(
            "npm",
            "ci",
            "--ignore-scripts",
            "--omit=optional",
            "--omit=peer",
            "--no-audit",
            "--no-fund");
    Path log = making.resolve("npm.log");
    Process process =
        npm.directory(making.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("npm ci took more than " + INSTALL_MINUTES + " minutes: " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while npm installed Baileys", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException("npm ci failed:\n" + Files.readString(log));
    }
    Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copy(String name, Path to) throws IOException {
    Files.write(to.resolve(name), resource(name));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = BaileysInstallation.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the jar");
      }
      return in.readAllBytes();
    }
  }

  private static String fingerprint() throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource("package-lock.json"));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Starts a client process; its errors go to {@code log}. */
  Process start(String url, Path authentication, Optional<Path> ca, Path log) throws IOException {
    ProcessBuilder node =
        new ProcessBuilder(
            "node", folder.resolve(SCRIPT).toString(), url, authentication.toString());
    ca.ifPresent(file -> node.command().add(file.toString()));
    Map<String, String> environment = node.environment();
    // Files go by other means than the connection, which only trust what Node itself trusts.
    ca.ifPresent(file -> environment.put("NODE_EXTRA_CA_CERTS", file.toString()));
    environment.putIfAbsent("BAILEYS_LOG_LEVEL", "warn");
    Files.writeString(log, "", StandardCharsets.UTF_8);
    return node.directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
