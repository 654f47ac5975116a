package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A primary that commits nothing without its standby, under traffic both ways. */
@Tag("e2e")
@Timeout(240)
class StandbyIT {
  @TempDir private Path folder;

  @Test
  void nothingIsAcknowledgedWithoutTheStandbyAndNothingIsLostWhenItTakesOver() throws Exception {
    try (Stage stage = new Stage(folder, Map.of("KUBEZAP_LEASE_SECONDS", "10"));
        StandbyPostgres standby = StandbyPostgres.of(stage.postgres(), folder.resolve("standby"))) {
      Device companion = stage.pair();
      PodProcess process = stage.pod().process();
      stage.startTraffic();
      stage.awaitTraffic();

      standby.stop();
      awaitStandby(stage);
      int stored = stage.hooks().idsByText().size();
      int accepted = stage.traffic().accepted().size();
      assertThat(stage.pod().post("/api/v1/messages", text(), "while-it-is-away").status())
          .isEqualTo(503);
      standby.startAgain();
      process.awaitPhase("Connected");
      stage.awaitTraffic();
      assertThat(stage.hooks().idsByText().size()).isGreaterThan(stored);
      assertThat(stage.traffic().accepted().size()).isGreaterThan(accepted);

      standby.takeOver();
      process.awaitPhase("Connected");
      stage.awaitTraffic();

      System.out.println("StandbyIT: " + new Verdict(stage, companion).pass());
      assertThat(process.isAlive()).as("the same process all along").isTrue();
      assertThat(stage.pod().events())
          .extracting(event -> event.path("data").path("reason").asText())
          .as("the standby had everything")
          .doesNotContain("state-restored");
    }
  }

  private static String text() {
    return "{\"to\":\"+%s\",\"type\":\"text\",\"text\":\"nobody took this\"}"
        .formatted(Stage.PHONES.getFirst());
  }

  /** It says for what it waits, and has no connection over which it could acknowledge. */
  private static void awaitStandby(Stage stage) {
    Awaitility.await("standby")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              JsonNode session = stage.pod().process().get("/api/v1/session");
              assertThat(session.path("phase").asText()).isEqualTo("Starting");
              assertThat(session.path("reason").asText()).isEqualTo("database-unavailable");
              assertThat(stage.simulator().connections()).isEmpty();
              assertThat(stage.pod().process().management("/healthz/ready"))
                  .contains("DOWN")
                  .contains("synchronous standby");
            });
  }
}
