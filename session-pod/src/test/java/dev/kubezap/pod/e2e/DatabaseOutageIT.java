package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL goes away under traffic both ways, once ended and once frozen: for a second each, and
 * with {@code -Dkubezap.full=true} for 30 s and 5 min too. The process stays, says what is wrong,
 * and goes on by itself; nothing is lost and nothing doubled.
 */
@Tag("e2e")
@Timeout(2400)
class DatabaseOutageIT {
  private static final boolean FULL = Boolean.getBoolean("kubezap.full");
  private static final List<Duration> OUTAGES =
      FULL
          ? List.of(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(5))
          : List.of(Duration.ofSeconds(1));

  /** How long the session is owned without an answer of the database. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Device companion = stage.pair();
      PodProcess process = stage.pod().process();
      stage.startTraffic();
      for (Duration outage : OUTAGES) {
        end(stage, outage);
        freeze(stage, outage);
      }
      stage.awaitTraffic();
      assertThat(process.isAlive()).as("the same process all along").isTrue();
      String summary = new Verdict(stage, companion).pass();
      if (FULL) {
        assertThat(stage.traffic().refusals()).isNotEmpty();
      }
      System.out.println("DatabaseOutageIT: " + summary);
    }
  }

  private static void end(Stage stage, Duration outage) throws Exception {
    stage.awaitTraffic();
    stage.postgres().stop();
    awaitAway(stage);
    last(stage, outage);
    if (outage.compareTo(LEASE) >= 0) {
      awaitStandby(stage);
    }
    assertThat(stage.pod().process().management("/healthz/live")).contains("UP");
    stage.postgres().startAgain();
    awaitReady(stage);
  }

  private static void freeze(Stage stage, Duration outage) throws Exception {
    stage.awaitTraffic();
    stage.postgres().freeze();
    last(stage, outage);
    if (outage.compareTo(LEASE) >= 0) {
      awaitAway(stage);
      awaitStandby(stage);
    }
    assertThat(stage.pod().process().management("/healthz/live")).contains("UP");
    stage.postgres().thaw();
    awaitReady(stage);
  }

  /** The outage lasts: its time is what is tested. */
  private static void last(Stage stage, Duration outage) throws InterruptedException {
    stage.steps().await(new KillPoint(Integer.MAX_VALUE, outage));
  }

  /** Callers are told, and so is whoever sends them here. */
  private static void awaitAway(Stage stage) throws Exception {
    await("not ready")
        .untilAsserted(
            () ->
                assertThat(stage.pod().process().management("/healthz/ready"))
                    .contains("DOWN")
                    .contains("database"));
    for (String path : List.of("/api/v1/messages", "/api/v1/chats", "/api/v1/events?after=0")) {
      RestartedPod.Answer answer = stage.pod().ask(path);
      assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("database-unavailable");
    }
  }

  /** The connection is closed before the lease can be another's. */
  private static void awaitStandby(Stage stage) {
    await("standby")
        .untilAsserted(
            () -> {
              JsonNode session = stage.pod().ask("/api/v1/session").body();
              assertThat(session.path("phase").asText()).isEqualTo("Starting");
              assertThat(session.path("reason").asText()).isEqualTo("database-unavailable");
              assertThat(stage.simulator().connections()).isEmpty();
            });
  }

  private static void awaitReady(Stage stage) {
    await("ready")
        .untilAsserted(
            () -> assertThat(stage.pod().process().management("/healthz/ready")).contains("UP"));
    stage.pod().process().awaitPhase("Connected");
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100));
  }
}
