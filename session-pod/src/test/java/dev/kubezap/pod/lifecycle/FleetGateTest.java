package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.ownership.Breaker;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.TestStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetGateTest {
  private static final Breaker.Held HELD =
      new Breaker.Held("WhatsApp is down", Instant.parse("2026-11-21T10:00:00Z"));

  private final List<Optional<String>> told = new ArrayList<>();
  private Optional<Breaker.Held> held = Optional.empty();
  private boolean away;
  private final FleetGate gate =
      new FleetGate(
          () -> {
            if (away) {
              throw new SQLException("away", "08006");
            }
            return held;
          },
          told::add);

  @Test
  void holdsBackAndTellsWhy() {
    held = Optional.of(HELD);
    assertThat(gate.isHeldBack()).isTrue();
    assertThat(told.getLast().orElseThrow()).contains("2026-11-21T10:00:00Z: WhatsApp is down");
    held = Optional.empty();
    assertThat(gate.isHeldBack()).isFalse();
    assertThat(told.getLast()).isEmpty();
  }

  @Test
  void databaseThatDoesNotAnswerChangesNothing() {
    away = true;
    assertThat(gate.isHeldBack()).as("never known").isFalse();
    away = false;
    held = Optional.of(HELD);
    assertThat(gate.isHeldBack()).isTrue();
    away = true;
    held = Optional.empty();
    assertThat(gate.isHeldBack()).isTrue();
    away = false;
    assertThat(gate.isHeldBack()).isFalse();
  }

  @Test
  void tellsNothingMoreWhenNobodyAsks() {
    held = Optional.of(HELD);
    gate.isHeldBack();
    gate.forget();
    assertThat(told.getLast()).isEmpty();
    away = true;
    assertThat(gate.isHeldBack()).isFalse();
  }

  @Test
  void whoIsNamedTriesBeforeTheOthers() throws Exception {
    try (TestStore named = TestStore.open();
        TestStore other = TestStore.open()) {
      TestDatabase.execute(
          "insert into kubezap.breaker (scope, reason, until, probes) values"
              + " ('operator', 'refused', now() + interval '1 hour', array[7, "
              + named.session()
              + "]::bigint[])");
      try {
        assertThat(new Breaker(named.reads(), named.session()).held()).isEmpty();
        assertThat(new Breaker(other.reads(), other.session()).held()).isPresent();
        TestDatabase.execute(
            "insert into kubezap.breaker (scope, reason, until) values ('fleet', 'a person', now() + interval '1 minute')");
        assertThat(new Breaker(named.reads(), named.session()).held().map(Breaker.Held::reason))
            .as("what a person says is for all")
            .contains("a person");
      } finally {
        TestDatabase.execute("delete from kubezap.breaker");
      }
    }
  }

  @Test
  void readsTheRowThatIsInForceTheLongest() throws Exception {
    try (TestStore test = TestStore.open()) {
      Breaker breaker = new Breaker(test.reads(), test.session());
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
}
