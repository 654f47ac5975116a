package dev.kubezap.operator.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.settings.BreakerLimits;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final Sight CONNECTED = new Sight(true, true, false, Optional.empty());

  private final Breaker breaker = new Breaker(new BreakerLimits(5, 20));

  @Test
  void manyRefusalsHoldBackAll() {
    linked(20, NOW);
    for (int i = 0; i < 4; i++) {
      assertThat(refused(i, NOW)).isEmpty();
    }

    assertThat(refused(4, NOW.plusSeconds(60)))
        .contains(
            new Hold(
                NOW.plusSeconds(60),
                NOW.plusSeconds(60).plus(Duration.ofMinutes(10)),
                "WhatsApp refused 5 of 20 sessions within 10 minutes"));
    assertThat(breaker.row(NOW.plusSeconds(61)))
        .contains(
            new Hold.Row(
                "WhatsApp refused 5 of 20 sessions within 10 minutes",
                NOW.plusSeconds(60).plus(Duration.ofMinutes(12)),
                Set.of()));
    assertThat(refused(5, NOW.plusSeconds(62))).as("it is held back already").isEmpty();
  }

  @Test
  void aFewAreTheirOwnAffairInASmallFleetAndInALargeOne() {
    linked(4, NOW);
    for (int i = 0; i < 4; i++) {
      assertThat(refused(i, NOW)).as("all four").isEmpty();
    }
    linked(100, NOW);
    for (int i = 0; i < 19; i++) {
      assertThat(refused(i, NOW)).as("fewer than a fifth").isEmpty();
    }
    assertThat(refused(19, NOW)).isPresent();
  }

  @Test
  void whatWasLongAgoDoesNotCount() {
    linked(10, NOW);
    for (int i = 0; i < 4; i++) {
      refused(i, NOW);
    }

    assertThat(refused(4, NOW.plus(Breaker.WINDOW))).isEmpty();
    assertThat(breaker.count(NOW.plus(Breaker.WINDOW))).isEqualTo(1);
  }

  @Test
  void oneSessionThatIsRefusedAgainAndAgainIsOne() {
    linked(10, NOW);
    for (int i = 0; i < 20; i++) {
      assertThat(refused(0, NOW.plusSeconds(i))).isEmpty();
    }
    assertThat(breaker.count(NOW.plusSeconds(20))).isEqualTo(1);
  }

  @Test
  void aHoldEndsByItselfAndTheNextLastsTwiceAsLongUpToALimit() {
    linked(10, NOW);
    Instant now = NOW;
    for (int minutes : new int[] {10, 20, 40, 80, 80}) {
      Optional<Hold> hold = Optional.empty();
      for (int i = 0; i < 5; i++) {
        hold = refused(i, now.plusSeconds(i));
      }
      now = now.plusSeconds(4);
      assertThat(Duration.between(hold.orElseThrow().from(), hold.get().until()))
          .isEqualTo(Duration.ofMinutes(minutes));
      now = hold.get().until();
      assertThat(breaker.row(now.minusMillis(1))).isPresent();
      assertThat(breaker.row(now)).isEmpty();
      now = now.plusSeconds(1);
    }

    now = now.plus(Duration.ofHours(2));
    Optional<Hold> later = Optional.empty();
    for (int i = 0; i < 5; i++) {
      later = refused(i, now);
    }
    assertThat(later.orElseThrow().until()).isEqualTo(now.plus(Duration.ofMinutes(10)));
  }

  @Test
  void whatWasRefusedBeforeAHoldDoesNotBeginTheNext() {
    linked(10, NOW);
    Optional<Hold> hold = Optional.empty();
    for (int i = 0; i < 5; i++) {
      hold = refused(i, NOW);
    }
    Instant after = hold.orElseThrow().until();

    for (int i = 0; i < 4; i++) {
      assertThat(refused(i, after)).isEmpty();
    }
    assertThat(breaker.look(session(4), refusedAt(NOW), after)).isEmpty();
  }

  @Test
  void whoConnectsOrIsGoneCountsNoMore() {
    linked(10, NOW);
    for (int i = 0; i < 4; i++) {
      refused(i, NOW);
    }
    breaker.look(session(0), CONNECTED, NOW);
    breaker.forget(session(1));
    assertThat(breaker.count(NOW)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          401, 2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z
          402, 2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z
          403, 2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z
          406, 2026-11-24T12:00:00Z, 2026-11-24T12:00:00Z
          403, soon, -
          503, 2026-11-24T12:00:00Z, -
          515, 2026-11-24T12:00:00Z, -
          connection-lost, 2026-11-24T12:00:00Z, -
          """)
  void codesTellRefusalsFromTrouble(String code, String at, @Nullable String refusedAt) {
    WhatsAppSession session =
        new KubernetesSerialization()
            .unmarshal(
                "status: {session: {lastDisconnect: {code: '%s', at: '%s'}}}".formatted(code, at),
                WhatsAppSession.class);

    assertThat(
            Refusal.at(Objects.requireNonNull(session.getStatus().session()))
                .map(Instant::toString)
                .orElse(null))
        .isEqualTo(refusedAt);
  }

  @Test
  void whoWasLetInSinceIsNotRefused() {
    WhatsAppSession session =
        new KubernetesSerialization()
            .unmarshal(
                """
                status:
                  session: {state: Connected, lastDisconnect: {code: '403', at: '2026-11-24T12:00:00Z'}}
                """,
                WhatsAppSession.class);

    assertThat(Refusal.at(Objects.requireNonNull(session.getStatus().session()))).isEmpty();
  }

  private void linked(int sessions, Instant now) {
    for (int i = 0; i < sessions; i++) {
      breaker.look(session(i), CONNECTED, now);
    }
  }

  private Optional<Hold> refused(int number, Instant now) {
    return breaker.look(session(number), refusedAt(now), now);
  }

  private static Sight refusedAt(Instant at) {
    return new Sight(false, false, false, Optional.of(at));
  }

  private static SessionNames session(int number) {
    return new SessionNames("shop", "session-" + number);
  }
}
