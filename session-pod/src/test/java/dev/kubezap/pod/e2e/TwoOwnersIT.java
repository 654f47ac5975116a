package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.pod.ownership.CuttingProxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes of one session under traffic both ways, with a short lease: at most two sockets for
 * a moment, never two writers, and only identical bytes are repeated.
 */
@Tag("e2e")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoOwnersIT {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Path folder;
  private final RestartablePostgres postgres;
  private final CrashAgent agent;
  private int sessions;

  TwoOwnersIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    postgres = RestartablePostgres.start(folder.resolve("postgresql"));
    agent = CrashAgent.in(folder.resolve("agent"));
  }

  @AfterAll
  void end() throws Exception {
    postgres.close();
  }

  @Test
  void frozenForLongerThanItsLease() throws Exception {
    try (Rivals rivals = rivals(Map.of())) {
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      Signals.stop(rivals.first());
      rivals.startSecond(Map.of());
      rivals.awaitSecond();
      rivals.stage().awaitTraffic();
      Signals.goOn(rivals.first());
      rivals.awaitFirstStandsBy();
      tell("frozenForLongerThanItsLease", rivals.verdict(2));
    }
  }

  /** Before a commit leaves, after it has left, and after it is answered but not performed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "database begin call .* #120 before",
        "database begin call .* #120 after",
        "link .* #150 before"
      })
  void frozenInTheMidstOfATurn(String place) throws Exception {
    CrashAgent.Order order = agent.holdAt(place);
    try (Rivals rivals = rivals(order.variables())) {
      rivals.stage().startTraffic();
      Rivals.await("the first is at its place", Duration.ofSeconds(30)).until(order::reached);
      Signals.stop(rivals.first());
      rivals.startSecond(Map.of());
      rivals.awaitSecond();
      rivals.stage().awaitTraffic();
      Signals.goOn(rivals.first());
      order.release();
      rivals.awaitFirstStandsBy();
      tell(place, rivals.verdict(2));
    }
  }

  /** As when it was stopped between two writes of one commit: what has arrived holds the lease. */
  @Test
  void frozenWhileHalfACommitHasArrived() throws Exception {
    try (Rivals rivals = rivals(Map.of())) {
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      Signals.stop(rivals.first());
      try (Connection half = halfACommit()) {
        rivals.startSecond(Map.of());
        rivals.awaitSecond();
        rivals.stage().awaitTraffic();
        assertThatThrownBy(half::commit).isInstanceOf(SQLException.class);
      }
      Signals.goOn(rivals.first());
      rivals.awaitFirstStandsBy();
      tell("frozenWhileHalfACommitHasArrived", rivals.verdict(2));
    }
  }

  private Connection halfACommit() throws SQLException {
    Connection half =
        DriverManager.getConnection(
            postgres.url()
                + "?ApplicationName=kubezap-commit-"
                + Long.toHexString(number(sessionId())),
            "postgres",
            "");
    half.setAutoCommit(false);
    try (Statement statement = half.createStatement()) {
      statement.execute(
          "update kubezap.lease set commit_no = commit_no + 1 where session_id = " + sessionId());
      return half;
    } catch (SQLException e) {
      half.close();
      throw e;
    }
  }

  @Test
  void cutOffFromTheDatabase() throws Exception {
    try (CuttingProxy proxy = proxy();
        Rivals rivals = rivals(Map.of("KUBEZAP_DATABASE_URL", url(proxy)))) {
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      proxy.freeze();
      rivals.startSecond(Map.of());
      rivals.awaitSecond();
      rivals.stage().awaitTraffic();
      proxy.cut();
      // It has closed its socket before the lease could be another's.
      tell("cutOffFromTheDatabase", rivals.verdict(1));
    }
  }

  @Test
  void keptWhileItsOwnerLives() throws Exception {
    try (Rivals rivals = rivals(Map.of())) {
      PodProcess second = rivals.startSecond(Map.of());
      Rivals.await("a lease's time", Rivals.LEASE.multipliedBy(3))
          .during(Rivals.LEASE.plusSeconds(1))
          .until(
              () ->
                  second.get("/api/v1/session").path("phase").asText().equals("Starting")
                      && rivals
                          .first()
                          .get("/api/v1/session")
                          .path("phase")
                          .asText()
                          .equals("Connected"));
      rivals.stage().startTraffic();
      assertThat(rivals.first().terminate()).isTrue();
      rivals.awaitSecond();
      tell("keptWhileItsOwnerLives", rivals.verdict(1));
    }
  }

  /** As when the database's clock jumps, or the first one's machine was suspended. */
  @Test
  void leaseEndsEarlierThanItsOwnerBelieves() throws Exception {
    try (Rivals rivals = rivals(Map.of())) {
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      Signals.stop(rivals.first());
      sql("update kubezap.lease set expires_at = '-infinity' where session_id = " + sessionId());
      rivals.startSecond(Map.of());
      rivals.awaitSecond();
      Signals.goOn(rivals.first());
      rivals.awaitFirstStandsBy();
      tell("leaseEndsEarlierThanItsOwnerBelieves", rivals.verdict(2));
    }
  }

  @Test
  void leaseRowDeleted() throws Exception {
    try (Rivals rivals = rivals(Map.of())) {
      long epoch = epoch();
      sql("delete from kubezap.lease where session_id = " + sessionId());
      // It finds out by the next commit, and takes it for a database that was restored.
      rivals.stage().traffic().sendByPhone(Stage.PHONES.getFirst());
      Rivals.await("received after all", Duration.ofSeconds(30))
          .until(() -> !rivals.stage().hooks().idsByText().isEmpty());
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      assertThat(epoch()).isGreaterThan(epoch);
      assertThat(rivals.first().isAlive()).isTrue();
      tell("leaseRowDeleted", rivals.verdict(2));
    }
  }

  @Test
  void wallClockJumps() throws Exception {
    CrashAgent.Order order = agent.record();
    try (Rivals rivals = rivals(order.variables())) {
      rivals.stage().startTraffic();
      rivals.stage().awaitTraffic();
      order.shiftClock(HOUR);
      rivals.stage().awaitTraffic();
      order.shiftClock(-HOUR);
      rivals.stage().awaitTraffic();
      order.shiftClock(0);
      tell("wallClockJumps", rivals.verdict(1));
      assertThat(rivals.first().output()).doesNotContain("not owned by this process any more");
    }
  }

  @Test
  void answersToCommitsAreLost() throws Exception {
    try (CuttingProxy proxy = proxy();
        Rivals rivals = rivals(Map.of("KUBEZAP_DATABASE_URL", url(proxy)))) {
      rivals.stage().startTraffic();
      for (int i = 0; i < 5; i++) {
        rivals.stage().awaitTraffic();
        proxy.loseNextAnswer();
      }
      tell("answersToCommitsAreLost", rivals.verdict(2));
    }
  }

  private Rivals rivals(Map<String, String> first) throws Exception {
    sessions++;
    return new Rivals(folder.resolve(session()), postgres, session(), first);
  }

  private String session() {
    return "two-" + sessions;
  }

  private CuttingProxy proxy() throws Exception {
    return new CuttingProxy(URI.create(postgres.url().substring("jdbc:".length())).getPort());
  }

  private static String url(CuttingProxy proxy) {
    return "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres";
  }

  private String sessionId() {
    return "(select session_id from kubezap.session where name = '" + session() + "')";
  }

  private long epoch() throws SQLException {
    return number("(select epoch from kubezap.lease where session_id = " + sessionId() + ")");
  }

  private long number(String expression) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + expression)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static void tell(String what, String summary) {
    System.out.println("TwoOwnersIT " + what + ": " + summary);
  }
}
