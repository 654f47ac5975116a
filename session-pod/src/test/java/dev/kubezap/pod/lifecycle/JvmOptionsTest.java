package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM does under the options that the pod runs with. */
class JvmOptionsTest {
  private static final int ENDED_BY_THE_JVM = 3;

  @TempDir private Path folder;

  @Test
  void aProcessWithoutMemoryEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src/main/jvm/jvm.options").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                Hoarder.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ENDED_BY_THE_JVM);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Survives what one thread may be met by, as a server does. */
  static final class Hoarder {
    private Hoarder() {}

    /** Takes all of the heap. */
    public static void main(String... arguments) {
      Object[] taken = {};
      try {
        while (true) {
          taken = new Object[] {taken, new byte[1 << 20]};
        }
      } catch (OutOfMemoryError e) {
        System.out.println("goes on: " + taken.length);
      }
    }
  }
}
