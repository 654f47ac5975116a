package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WhatsApp's servers give the session to another client, or log it out. */
@Tag("e2e")
@Timeout(600)
class ServerFaultIT {
  @TempDir private Path folder;

  @Test
  void neitherFightsForTheSessionNorComesBackAfterALogOut() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Device companion = stage.pair();
      try (var _ =
          stage
              .simulator()
              .fault(
                  FaultRule.always(
                      FaultPoint.OUT,
                      FaultMatch.tag("message"),
                      new FaultAction.StreamError(0, "replaced")))) {
        stage.simulator().send(Stage.PHONES.getFirst(), Stage.OWN, "replaced", false);
        awaitReason(stage, "Reconnecting", "replaced");
      }
      awaitNoLogin(stage, companion);
      stage.pod().process().post("/api/v1/session/reconnect", "{}");
      stage.pod().process().awaitPhase("Connected");
      awaitReceived(stage, "replaced");

      assertThat(stage.simulator().logOutCompanions(Stage.OWN)).isOne();
      stage.pod().process().awaitPhase("LoggedOut");
      awaitNoLogin(stage, companion);
      stage.pod().kill();
      stage.pod().start();
      stage.pod().process().awaitPhase("LoggedOut");
      assertThat(stage.simulator().connections()).isEmpty();

      stage.pod().process().post("/api/v1/session/reconnect", "{}");
      JsonNode session = stage.pod().process().awaitPhase("AwaitingPairing");
      Device second = stage.simulator().scan(Stage.OWN, session.path("qr").path("text").asText());
      stage.pod().process().awaitPhase("Connected");
      assertThat(second.id()).isNotEqualTo(companion.id());
      stage.simulator().send(Stage.PHONES.getFirst(), Stage.OWN, "linked again", true);
      awaitReceived(stage, "linked again");
      assertThat(stage.simulator().violations().list()).isEmpty();
    }
  }

  private static void awaitReason(Stage stage, String phase, String reason) {
    Awaitility.await(phase + " because of " + reason)
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode session = stage.pod().process().get("/api/v1/session");
              assertThat(session.path("phase").asText()).isEqualTo(phase);
              assertThat(session.path("reason").asText()).isEqualTo(reason);
            });
  }

  /** Longer than a first reconnect ever waits. */
  private static void awaitNoLogin(Stage stage, Device companion) {
    int logins = stage.simulator().world().locked(companion::logins);
    Awaitility.await("no connection")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                stage.simulator().connections().isEmpty()
                    && stage.simulator().world().locked(companion::logins) == logins);
  }

  private static void awaitReceived(Stage stage, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(30))
        .until(() -> stage.hooks().idsByText().containsKey(text));
  }
}
