package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.phone.PhoneMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row in the database holds back every session's next connection, and no more than that. */
@Tag("e2e")
@Timeout(240)
class HeldBackIT {
  @TempDir private Path folder;

  @Test
  void connectsAgainWhenItIsAllowed() throws Exception {
    try (Stage stage = new Stage(folder)) {
      stage.pair();
      execute(
          stage,
          "insert into kubezap.breaker values ('fleet', 'a test', now() + interval '1 hour')");
      String phone = Stage.PHONES.getFirst();
      stage.simulator().send(phone, Stage.OWN, "over the reports connection", false);
      awaitReceived(stage, "over the reports connection");

      try (var _ =
          stage
              .simulator()
              .fault(
                  FaultRule.once(
                      FaultPoint.OUT, FaultMatch.tag("message"), new FaultAction.Close()))) {
        stage.simulator().send(phone, Stage.OWN, "waits", false);
        awaitReason(stage);
      }
      accept(stage, phone, "queued");
      stage.pod().kill();
      stage.pod().start();
      awaitReason(stage);
      accept(stage, phone, "queued after the restart");
      assertThat(stage.simulator().connections()).isEmpty();

      execute(stage, "delete from kubezap.breaker");
      awaitReceived(stage, "waits");
      Awaitility.await("what was queued reaches the phone, once and in order")
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  stage.simulator().messages(phone).stream()
                      .filter(message -> message.direction() == PhoneMessage.Direction.IN)
                      .map(PhoneMessage::text)
                      .toList(),
              List.of("queued", "queued after the restart")::equals);
      assertThat(stage.pod().messages("in")).hasSize(2);
      assertThat(stage.simulator().violations().list()).isEmpty();
    }
  }

  private static void accept(Stage stage, String phone, String text) throws Exception {
    String body = "{\"to\":\"+" + phone + "\",\"type\":\"text\",\"text\":\"" + text + "\"}";
    assertThat(
            stage.pod().post("/api/v1/messages?wait=none", body, text.replace(' ', '-')).status())
        .isEqualTo(202);
  }

  private static void awaitReason(Stage stage) {
    Awaitility.await("it is held back")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> stage.pod().ask("/api/v1/session").body().path("reason").asText(),
            "connecting-held-back"::equals);
  }

  private static void awaitReceived(Stage stage, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(90))
        .until(() -> stage.hooks().idsByText().containsKey(text));
  }

  private static void execute(Stage stage, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(stage.postgres().url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
