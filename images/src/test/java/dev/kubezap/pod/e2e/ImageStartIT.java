package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubezap.images.UnpackedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the session pod's image as a cluster does: its own files alone, a root file system that
 * cannot be written, user 10001, and the AOT cache that it brings.
 */
@Tag("slow")
@Timeout(300)
class ImageStartIT {
  private static final int USER = 10001;

  @TempDir private Path folder;

  @Test
  void linksAndSendsWithAReadOnlyRootAndItsOwnCache() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "another user's process in another root file system needs root");
    UnpackedImage image = UnpackedImage.of("session-pod", folder);
    useImage(image);
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setAttribute(data, "unix:uid", USER);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));

    try (Stage stage = new Stage(folder)) {
      stage
          .pod()
          .start(
              new PackagedPod(
                  image.rootfs().resolve("app"),
                  List.of("-XX:AOTCache=/app/session-pod.aot", "-XX:AOTMode=on")));
      stage.link();
      stage.startTraffic();
      stage.awaitTraffic();

      Path process = Path.of("/proc", Long.toString(stage.pod().process().pid()));
      assertThat(Files.readAllLines(process.resolve("status")))
          .contains("Uid:\t10001\t10001\t10001\t10001", "Gid:\t10001\t10001\t10001\t10001");
      assertThat(Files.readAllLines(process.resolve("mountinfo")))
          .as("its root file system")
          .anyMatch(line -> line.matches("(\\S+ ){4}/ ro[, ].*"));
      assertThat(Files.readString(process.resolve("maps"))).contains("/app/session-pod.aot");
      assertThat(stage.pod().process().terminate()).as("ended in time").isTrue();
    }
  }

  /** Has the processes of this test started in the image's root file system. */
  private void useImage(UnpackedImage image) throws Exception {
    Path start = folder.resolve("java");
    Files.writeString(
        start,
        """
        #!/bin/sh
        export KUBEZAP_ROOTFS=%s KUBEZAP_PATH=%s KUBEZAP_WRITABLE=/tmp KUBEZAP_MODE=read-only
        exec %s java "$@"
        """
            .formatted(
                image.rootfs(),
                image
                    .config()
                    .path("config")
                    .path("Env")
                    .valueStream()
                    .map(variable -> variable.asText())
                    .filter(variable -> variable.startsWith("PATH="))
                    .map(variable -> variable.substring("PATH=".length()))
                    .findFirst()
                    .orElseThrow(),
                Path.of("in-image").toAbsolutePath()));
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.setProperty("kubezap.pod.java", start.toString());
  }
}
