package dev.kubezap.pod.lifecycle;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a process that was killed left half made of its PostgreSQL: unpacked programs without their
 * end, and data that no server has ever been started on. Both would keep every later start out.
 */
final class UnfinishedFiles {
  private static final Logger LOG = Logger.getLogger(UnfinishedFiles.class);
  private static final long END_SECONDS = 20;

  /** The library writes it when everything is unpacked. */
  private static final String UNPACKED = ".exists";

  private final Path programs;
  private final Path data;
  private final Path mark;

  /**
   * Of a PostgreSQL's folder.
   *
   * @param programs where the library unpacks
   * @param data where the server's files are
   */
  UnfinishedFiles(Path programs, Path data) {
    this.programs = programs;
    this.data = data;
    mark = data.resolveSibling("data-is-being-made");
  }

  /** Removes what is half made, and notes that data will be made when there is none. */
  void clear() throws IOException {
    if (Files.isDirectory(programs)) {
      try (Stream<Path> versions = Files.list(programs)) {
        for (Path version : versions.filter(Files::isDirectory).toList()) {
          if (!Files.exists(version.resolve(UNPACKED))) {
            remove(version);
          }
        }
      }
    }
    if (Files.exists(mark)) {
      endMakers();
      remove(data);
    }
    if (!Files.exists(data)) {
      Files.createDirectories(data.toAbsolutePath().getParent());
      // Before the folder: a process that is killed in between has made nothing.
      Files.write(mark, new byte[0]);
      Files.createDirectory(data);
    }
  }

  /** A server runs on the data: from now on they are not removed. */
  void made() throws IOException {
    Files.deleteIfExists(mark);
  }

  /** The processes that make the data go on when the one that started them is killed. */
  private void endMakers() throws IOException {
    List<ProcessHandle> makers =
        ProcessHandle.allProcesses()
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .filter(line -> line.contains("-D") && line.contains(data.toString()))
                        .isPresent())
            .toList();
    for (ProcessHandle maker : makers) {
      maker.destroyForcibly();
      try {
        maker.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("process " + maker.pid() + ", which makes " + data + ", stays", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while an earlier run ends", e);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    LOG.infof("Removing %s, which an earlier run left half made", folder);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
