package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.database.MigrationProgress;
import dev.kubezap.database.SessionRows;
import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.breaker.Breaker;
import dev.kubezap.operator.database.PostgresSessionDatabase;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.settings.BreakerLimits;
import dev.kubezap.operator.settings.DatabaseLogin;
import dev.kubezap.operator.slots.Slots;
import dev.kubezap.operator.status.Situation;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten sessions report what happens to them, and which of them a real PostgreSQL lets connect, as
 * the pods ask it; by a clock that is moved by hand.
 */
@Tag("slow")
class HeldBackRowsTest {

  private static final String CONNECTED = "state: Connected";
  private static final String WAITS = "state: Reconnecting, reason: connecting-held-back";
  private static final Set<String> NOBODY = Set.of();

  private final MovedClock clock = new MovedClock();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final TreeMap<Long, String> numbers = new TreeMap<>();
  private EmbeddedPostgres postgres;
  private FleetBreaker breaker;

  @BeforeEach
  void begin() throws Exception {
    // Rows are in force by the database's clock, which nobody moves.
    clock.move(Duration.between(clock.instant(), Instant.parse("2200-01-01T00:00:00Z")));
    postgres = EmbeddedPostgres.start();
    new PostgresSessionDatabase().migrate(login(), MigrationProgress.UNTOLD);
    try (Connection connection = connection()) {
      for (int i = 0; i < 10; i++) {
        numbers.put(
            SessionRows.register(connection, "shop", "session-" + i, new SecureRandom()),
            "session-" + i);
      }
    }
    breaker = operator();
    for (int i = 0; i < 10; i++) {
      report(i, CONNECTED);
    }
  }

  @AfterEach
  void end() throws IOException {
    postgres.close();
  }

  @Test
  void nobodyThenThreeThenAll() throws SQLException {
    assertThat(mayConnect()).hasSize(10);
    refuse(3);
    awaitMayConnect(NOBODY);
    assertThat(told)
        .containsExactly(
            "FleetHeldBack WhatsApp refused 3 of 10 sessions within 10 minutes: no session connects"
                + " until 2200-01-01T00:10:00Z, then a few try before the others");
    for (int i = 3; i < 9; i++) {
      report(i, WAITS);
    }

    clock.move(Duration.ofMinutes(10));
    awaitMayConnect(Set.of("session-3", "session-4", "session-5"));
    assertThat(breaker.probes()).isEqualTo(3);

    report(3, CONNECTED);
    report(4, CONNECTED);
    assertThat(breaker.holding()).isTrue();
    report(5, CONNECTED);
    awaitMayConnect(Set.copyOf(numbers.values()));
    assertThat(breaker.holding()).isFalse();
    assertThat(breaker.probes()).isZero();
  }

  @Test
  void oneThatIsRefusedHoldsBackAllAgain() {
    refuse(3);
    for (int i = 3; i < 10; i++) {
      report(i, WAITS);
    }
    clock.move(Duration.ofMinutes(10));
    awaitMayConnect(Set.of("session-3", "session-4", "session-5"));

    report(4, refused());

    awaitMayConnect(NOBODY);
    assertThat(told).hasSize(2);
    assertThat(told.getLast()).contains("until 2200-01-01T00:30:00Z");
  }

  @Test
  void aRowThatIsDeletedStaysDeletedUntilWhatsAppRefusesAgain() throws SQLException {
    refuse(3);
    awaitMayConnect(NOBODY);
    for (int i = 3; i < 10; i++) {
      report(i, WAITS);
    }
    execute("delete from kubezap.breaker");

    clock.move(Duration.ofMinutes(10));
    await()
        .until(
            () -> {
              breaker.write();
              return !breaker.holding();
            });
    assertThat(mayConnect()).hasSize(10);

    clock.move(Duration.ofSeconds(1));
    refuse(6);
    awaitMayConnect(NOBODY);
  }

  @Test
  void theNextOperatorGoesOnWithIt() {
    refuse(3);
    awaitMayConnect(NOBODY);

    breaker = operator();
    report(3, WAITS);
    report(4, WAITS);
    breaker.write();
    await().atMost(Duration.ofSeconds(30)).until(breaker::holding);
    assertThat(told).as("one hold").hasSize(1);

    clock.move(Duration.ofMinutes(10));
    awaitMayConnect(Set.of("session-3", "session-4"));
  }

  private FleetBreaker operator() {
    var database = new PostgresSessionDatabase();
    var databases = new PreparedDatabases(database, clock, new Slots(1), Duration.ofSeconds(60));
    assertThat(databases.prepare(login())).isEmpty();
    return new FleetBreaker(
        Optional.of(new Breaker(new BreakerLimits(3, 20))),
        database,
        databases,
        new EventRecorder() {
          @Override
          public void normal(WhatsAppSession session, String reason, String message) {
            throw new AssertionError(reason);
          }

          @Override
          public void warning(WhatsAppSession session, String reason, String message) {
            told.add(reason + " " + message);
          }
        },
        clock);
  }

  private void refuse(int sessions) {
    for (int i = 0; i < sessions; i++) {
      report(i, refused());
    }
  }

  private String refused() {
    return "state: Restricted, lastDisconnect: {code: '403', at: '%s'}".formatted(clock.instant());
  }

  private void report(int number, String report) {
    WhatsAppSession session =
        new KubernetesSerialization()
            .unmarshal(
                """
                apiVersion: kubezap.dev/v1alpha1
                kind: WhatsAppSession
                metadata: {namespace: shop, name: session-%d}
                spec: {}
                status: {session: {podUid: pod, jid: '4915112345678:7@s.whatsapp.net', %s}}
                """
                    .formatted(number, report),
                WhatsAppSession.class);
    var pod = new PodBuilder().withNewMetadata().withUid("pod").endMetadata().build();
    breaker.look(
        new Situation(
            session,
            Optional.of(PodView.of(pod, Instant.EPOCH)),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  private void awaitMayConnect(Set<String> sessions) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              // Again and again, as the operator does: one that is under way is not waited for.
              breaker.write();
              assertThat(mayConnect()).isEqualTo(sessions);
            });
  }

  /** As a pod asks, each for itself. */
  private Set<String> mayConnect() throws SQLException {
    var free = new TreeSet<String>();
    try (Connection connection = connection();
        var held =
            connection.prepareStatement(
                "select from kubezap.breaker where until > clock_timestamp() and ? <> all (probes)")) {
      for (var session : numbers.entrySet()) {
        held.setLong(1, session.getKey());
        try (var rows = held.executeQuery()) {
          if (!rows.next()) {
            free.add(session.getValue());
          }
        }
      }
    }
    return free;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connection() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  private DatabaseLogin login() {
    return new DatabaseLogin(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
  }
}
