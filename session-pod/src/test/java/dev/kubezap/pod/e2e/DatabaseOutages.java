package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** PostgreSQL is ended, or frozen so that nothing breaks and nothing answers. */
final class DatabaseOutages {
  /** How long the session is owned without an answer of the database. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Stage stage;

  DatabaseOutages(Stage stage) {
    this.stage = stage;
  }

  List<Outage> all() {
    return List.of(
        new Outage(
            "database ended",
            () -> {
              stage.postgres().stop();
              awaitAway();
            },
            this::awaitStandby,
            time -> startAgain()),
        new Outage(
            "database frozen",
            stage.postgres()::freeze,
            time -> {
              if (time.compareTo(LEASE) >= 0) {
                awaitAway();
              }
              awaitStandby(time);
            },
            time -> {
              stage.postgres().thaw();
              awaitReady();
            }));
  }

  private void startAgain() throws Exception {
    stage.postgres().startAgain();
    awaitReady();
  }

  /** Takes the lease away: the session notices by its next commit, and owns itself anew. */
  void takeLease() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(stage.postgres().url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("update kubezap.lease set token = gen_random_uuid()");
    }
  }

  /** Callers are told, and so is whoever sends them here. */
  private void awaitAway() throws Exception {
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
  private void awaitStandby(Duration time) {
    if (time.compareTo(LEASE) < 0) {
      return;
    }
    await("standby")
        .untilAsserted(
            () -> {
              JsonNode session = stage.pod().ask("/api/v1/session").body();
              assertThat(session.path("phase").asText()).isEqualTo("Starting");
              assertThat(session.path("reason").asText()).isEqualTo("database-unavailable");
              assertThat(stage.simulator().connections()).isEmpty();
            });
  }

  private void awaitReady() {
    await("ready")
        .untilAsserted(
            () -> assertThat(stage.pod().process().management("/healthz/ready")).contains("UP"));
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Outage.patience(Duration.ofSeconds(90)))
        .pollInterval(Duration.ofMillis(100));
  }
}
