package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data key is replaced under traffic both ways, and the old one taken away once nothing needs
 * it: nothing lost, nothing doubled, the same device.
 */
@Tag("e2e")
@Timeout(300)
class KeyRotationIT {
  private static final String OLD = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final String NEW = "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6eno=";

  @TempDir private Path folder;

  @Test
  void needsTheOldKeyNoMoreInTheEnd() throws Exception {
    try (Stage stage = new Stage(folder, Map.of("KUBEZAP_DATA_KEY", OLD))) {
      Device companion = stage.pair();
      stage.startTraffic();
      stage.awaitTraffic();
      stage.pod().kill();
      stage.pod().startWith(Map.of("KUBEZAP_DATA_KEY", NEW, "KUBEZAP_DATA_KEY_OLD", OLD));
      stage.awaitTraffic();
      Awaitility.await("the end of the rotation")
          .atMost(Duration.ofSeconds(60))
          .until(() -> stage.pod().process().output().contains("older keys are not needed"));
      String metrics = stage.pod().process().management("/metrics");
      assertThat(metrics)
          .contains("kubezap_data_key_rotating 0")
          .doesNotContain("kubezap_reencrypted_records 0");
      stage.pod().kill();
      stage.pod().startWith(Map.of("KUBEZAP_DATA_KEY_OLD", NEW));
      stage.pod().process().awaitPhase("Connected");
      stage.awaitTraffic();
      System.out.println("KeyRotationIT: " + new Verdict(stage, companion).pass());
    }
  }
}
