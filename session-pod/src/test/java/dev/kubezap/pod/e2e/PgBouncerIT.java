package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kubezap.database.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session behind PgBouncer in transaction mode, under traffic both ways: PgBouncer is killed and
 * restarted, and its pool is used up by others. The process stays and goes on by itself; nothing is
 * lost and nothing doubled. Left out, and said so, where no PgBouncer is installed.
 */
@Tag("e2e")
@Timeout(600)
class PgBouncerIT {
  private static final int KILLS = 4;

  @TempDir private Path folder;

  private Path program = Path.of("");

  @BeforeEach
  void find() {
    Optional<Path> installed = PgBouncer.installed();
    if (installed.isEmpty()) {
      System.out.println("PgBouncerIT: left out, since no pgbouncer is on the PATH");
    }
    assumeThat(installed).isPresent();
    program = installed.orElseThrow();
  }

  @Test
  void killedAndRestarted() throws Exception {
    suffer(
        "killed and restarted",
        (stage, bouncer) -> {
          for (int kill = 0; kill < KILLS; kill++) {
            stage.awaitTraffic();
            bouncer.kill();
            awaitRefusal(stage);
            bouncer.startAgain();
            stage.awaitTraffic();
            bouncer.restartSafely();
          }
        });
  }

  @Test
  void poolIsExhausted() throws Exception {
    suffer(
        "pool exhausted",
        (stage, bouncer) -> {
          for (int time = 0; time < 2; time++) {
            stage.awaitTraffic();
            List<Connection> others = useUp(bouncer);
            try {
              awaitRefusal(stage);
            } finally {
              for (Connection other : others) {
                other.close();
              }
            }
          }
        });
  }

  private interface Trouble {
    void befall(Stage stage, PgBouncer bouncer) throws Exception;
  }

  private void suffer(String name, Trouble trouble) throws Exception {
    try (RestartablePostgres postgres = postgres();
        PgBouncer bouncer = PgBouncer.start(program, postgres.url(), folder.resolve("pgbouncer"));
        Stage stage = new Stage(folder, postgres, Map.of("KUBEZAP_DATABASE_URL", bouncer.url()))) {
      Verdict verdict = new Verdict(stage, stage.pair());
      PodProcess process = stage.pod().process();
      stage.startTraffic();
      trouble.befall(stage, bouncer);
      stage.awaitTraffic();
      assertThat(process.isAlive()).as("the same process all along").isTrue();
      System.out.println("PgBouncerIT, " + name + ": " + verdict.pass());
    }
  }

  private RestartablePostgres postgres() throws Exception {
    RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("postgresql"));
    // Migrations lock by session, which is not for a PgBouncer: they go to the server itself.
    Migrations.run(postgres.url(), "postgres", "");
    return postgres.shared();
  }

  /** Keeps a transaction open on every connection of the pool. */
  private static List<Connection> useUp(PgBouncer bouncer) throws Exception {
    List<Connection> others = new ArrayList<>();
    while (others.size() < PgBouncer.POOL) {
      Connection other = DriverManager.getConnection(bouncer.url(), "postgres", "");
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        // The connection keeps the limits that the session set on it for itself.
        statement.execute(
            "set local idle_in_transaction_session_timeout = 0; set local transaction_timeout = 0");
      }
      others.add(other);
    }
    return others;
  }

  /** Whoever calls is told that the database is away, and so is whoever sends callers here. */
  private static void awaitRefusal(Stage stage) {
    await("not ready")
        .untilAsserted(
            () ->
                assertThat(stage.pod().process().management("/healthz/ready"))
                    .contains("DOWN")
                    .contains("database"));
    await("refused")
        .untilAsserted(
            () -> {
              RestartedPod.Answer answer = stage.pod().ask("/api/v1/messages");
              assertThat(answer.status()).isEqualTo(503);
              assertThat(answer.problem()).isEqualTo("database-unavailable");
            });
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100));
  }
}
