package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.api.FakeClient;
import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.whatsapp.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatedClientTest {
  private static final Breaker.Held HELD =
      new Breaker.Held("WhatsApp is down", Instant.parse("2026-11-21T10:00:00Z"));

  private final List<FakeClient> clients = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
  private final CurrentSession session = new CurrentSession("2.3000.1");
  private volatile Optional<Breaker.Held> held = Optional.empty();
  private volatile boolean away;
  private final GatedClient gated =
      new GatedClient(
          () -> {
            if (away) {
              throw new SQLException("away", "08006");
            }
            return held;
          },
          Duration.ofMillis(20),
          () -> Duration.ofMillis(1),
          session,
          new StatusReporter(session, "pod", Optional.empty()),
          failures::add);

  @AfterEach
  void end() {
    gated.end(Duration.ZERO);
    assertThat(failures).isEmpty();
  }

  @Test
  void waitsUntilConnectingIsAllowed() {
    held = Optional.of(HELD);
    gated.begin(this::make);
    assertThat(clients).isEmpty();
    assertThat(session.snapshot().reason()).contains("connecting-held-back");

    held = Optional.empty();
    await().until(() -> session.client().isPresent());
    assertThat(clients).hasSize(1);
  }

  @Test
  void holdsBackWhoConnectsAnewAndLeavesConnectionsAlone() {
    gated.begin(this::make);
    held = Optional.of(HELD);
    gated.phaseChanged();
    assertThat(session.client()).isPresent();

    phase(Phase.RECONNECTING);
    gated.phaseChanged();
    await().until(() -> session.client().isEmpty());
    assertThat(session.snapshot().reason()).contains("connecting-held-back");
    held = Optional.empty();
    await().until(() -> session.client().isPresent());
    assertThat(clients).hasSize(2);
  }

  @Test
  void databaseThatDoesNotAnswerChangesNothing() {
    held = Optional.of(HELD);
    gated.begin(this::make);
    away = true;
    held = Optional.empty();
    gated.phaseChanged();
    assertThat(session.client()).isEmpty();
    away = false;
    await().until(() -> session.client().isPresent());
  }

  @Test
  void endedOneDoesNotBegin() {
    held = Optional.of(HELD);
    gated.begin(this::make);
    gated.end(Duration.ZERO);
    held = Optional.empty();
    gated.phaseChanged();

    gated.begin(this::make);
    await().until(() -> session.client().isPresent());
    assertThat(clients).as("that of the second ownership alone").hasSize(1);
  }

  @Test
  void secondBeginningEndsWhatTheFirstBegan() {
    gated.begin(this::make);
    gated.begin(this::make);
    assertThat(clients).hasSize(2);
    assertThat(clients.getFirst().isShutDown()).isTrue();
    assertThat(clients.getLast().isShutDown()).isFalse();
    assertThat(session.client()).contains(clients.getLast());
  }

  @Test
  void readsTheRowThatIsInForceTheLongest() throws Exception {
    try (TestStore test = TestStore.open()) {
      Breaker breaker = new Breaker(test.reads());
      TestDatabase.execute(
          """
          insert into kubezap.breaker (scope, reason, until) values
            ('over', 'yesterday', now() - interval '1 second'),
            ('short', 'short', now() + interval '1 minute'),
            ('long', 'the longest', now() + interval '1 hour')
          """);
      try {
        assertThat(breaker.held().map(Breaker.Held::reason)).contains("the longest");
      } finally {
        TestDatabase.execute("delete from kubezap.breaker");
      }
      assertThat(breaker.held()).isEmpty();
    }
  }

  private FakeClient make() {
    FakeClient client = new FakeClient();
    clients.add(client);
    return client;
  }

  private void phase(Phase phase) {
    clients.getLast().moveTo(phase);
  }
}
