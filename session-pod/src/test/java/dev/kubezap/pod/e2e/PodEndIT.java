package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM under traffic both ways: the process ends in order and in time, its successor connects at
 * once, nothing is lost and nothing doubled.
 */
@Tag("e2e")
@Timeout(600)
class PodEndIT {
  private static final int ENDS = Boolean.getBoolean("kubezap.full") ? 20 : 1;

  @TempDir private Path folder;

  @Test
  void endsInOrderUnderTraffic() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Device companion = stage.pair();
      stage.startTraffic();
      for (int i = 0; i < ENDS; i++) {
        stage.awaitTraffic();
        PodProcess ended = stage.pod().process();
        assertThat(ended.terminate()).as("ended in time").isTrue();
        assertThat(ended.output()).contains("Ended in order").doesNotContain("\"ERROR\"");
        assertThat(stage.simulator().connections()).isEmpty();
        stage.pod().start();
        stage.pod().process().awaitPhase("Connected");
        // A lease that was not given back would be waited for, up to 30 s.
        assertThat(stage.pod().process().output()).doesNotContain("Standby");
      }
      stage.awaitTraffic();
      System.out.println("PodEndIT: " + new Verdict(stage, companion).pass());
    }
  }
}
