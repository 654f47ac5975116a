package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.database.Migrations;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API server is away when the pod starts, and slow later: the session is linked and messages go
 * both ways all the same, and its status is true once it can be written.
 */
@Tag("e2e")
@Timeout(600)
class ApiServerOutageIT {
  @TempDir private Path folder;

  @Test
  void servesMeanwhileAndWritesTheStatusAfterwards() throws Exception {
    try (StatusServer api = new StatusServer();
        Stage stage = new Stage(folder, api.variables(folder.resolve("account")))) {
      Migrations.run(stage.postgres().url(), "postgres", "");
      api.leave();
      Device companion = stage.pair();
      stage.startTraffic();
      stage.awaitTraffic();
      assertThat(api.session().isMissingNode()).isTrue();
      assertThat(stage.pod().process().management("/healthz/ready")).contains("UP");
      api.comeBack();
      await("the status of a connected session")
          .untilAsserted(
              () -> {
                assertThat(api.session().path("state").asText()).isEqualTo("Connected");
                assertThat(api.session().path("jid").asText())
                    .isEqualTo(companion.phoneNumberJid().toString());
                assertThat(api.session().path("podUid").asText()).isNotEmpty();
              });

      int reconnects = api.session().path("reconnects").asInt();
      int asked = api.asked();
      api.hold();
      breakConnection(stage, companion);
      await("a request that is held").until(() -> api.asked() > asked);
      stage.pod().process().awaitPhase("Connected");
      stage.awaitTraffic();
      api.letGo();
      await("the status after all that")
          .untilAsserted(
              () -> {
                assertThat(api.session().path("state").asText()).isEqualTo("Connected");
                assertThat(api.session().path("reconnects").asInt()).isGreaterThan(reconnects);
              });
      System.out.println("ApiServerOutageIT: " + new Verdict(stage, companion).pass());
    }
  }

  private static void breakConnection(Stage stage, Device companion) {
    int logins = stage.simulator().world().locked(companion::logins);
    try (var _ =
        stage
            .simulator()
            .fault(
                FaultRule.once(
                    FaultPoint.OUT, FaultMatch.tag("message"), new FaultAction.Close()))) {
      await("a login").until(() -> stage.simulator().world().locked(companion::logins) > logins);
    }
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(60));
  }
}
