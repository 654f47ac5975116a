package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a megabyte in memory: it can be full, and read-only. Only root can make one. */
final class SmallVolume implements AutoCloseable {
  private final Path folder;
  private boolean forbidden;

  private SmallVolume(Path folder) {
    this.folder = folder;
  }

  /** Whether this user may make one. */
  static boolean isPossible(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString())
        && run("umount", folder.toString());
  }

  static SmallVolume at(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    require(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()));
    return new SmallVolume(folder);
  }

  /** Nothing more fits. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("filler"))) {
      byte[] block = new byte[512];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** There is room again. */
  void clear() throws IOException {
    Files.delete(folder.resolve("filler"));
  }

  /** Files that are opened from now on cannot be written. */
  void forbid() throws IOException, InterruptedException {
    require(run("mount", "--bind", folder.toString(), folder.toString()));
    require(run("mount", "-o", "remount,bind,ro", folder.toString()));
    forbidden = true;
  }

  /** They can be again. */
  void allow() throws IOException, InterruptedException {
    forbidden = false;
    require(run("umount", "-l", folder.toString()));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean done = process.waitFor() == 0;
    if (!done) {
      System.out.println(String.join(" ", command) + ": " + said.strip());
    }
    return done;
  }

  private static void require(boolean done) throws IOException {
    if (!done) {
      throw new IOException("a mount failed");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (forbidden) {
        allow();
      }
      require(run("umount", "-l", folder.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
