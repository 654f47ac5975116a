package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the AOT cache of the packaged pod on a real run, as the build does before the tests of
 * the whole process: the log-in of a linked device, messages both ways, webhooks, an orderly end.
 */
@Tag("e2e")
@Timeout(420)
class AotCacheTraining {
  /** The cache is made while the process ends: seconds of processor time. */
  private static final Duration MAKING = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void recordsACacheThatTheNextStartUses() throws Exception {
    PackagedPod plain = PackagedPod.read();
    Files.deleteIfExists(plain.cache());
    try (Stage stage = new Stage(folder)) {
      stage.pair();
      assertThat(stage.pod().process().terminate()).as("ended in time").isTrue();

      stage.pod().start(PackagedPod.read().recording());
      stage.pod().process().awaitPhase("Connected");
      stage.startTraffic();
      stage.awaitTraffic();
      stage.traffic().close();
      assertThat(stage.pod().process().terminate(MAKING)).as("ended in time").isTrue();
      assertThat(plain.cache()).isNotEmptyFile();

      PackagedPod trained = PackagedPod.read();
      assertThat(trained.cacheOptions()).isNotEmpty();
      // The process does not start when the cache does not fit it.
      stage.pod().start(trained.requiringItsCache());
      stage.pod().process().awaitPhase("Connected");
      // 350 classes and 4 MB that nothing here needs: one call of JsonNode.toString() brings them.
      String classes = classesOf(trained);
      assertThat(classes.contains("dev.kubezap.pod.lifecycle.Main")).as("lists classes").isTrue();
      assertThat(classes.contains("com.fasterxml.jackson.databind.ObjectMapper"))
          .as("holds Jackson's object mapper")
          .isFalse();
    }
  }

  /** What the JVM says of a cache, class by class. */
  private String classesOf(PackagedPod trained) throws Exception {
    List<String> command = new ArrayList<>(trained.command(true));
    command.add(command.indexOf("-jar"), "-XX:+PrintSharedArchiveAndExit");
    Path listing = folder.resolve("classes");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(listing.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("listed in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(listing);
  }
}
