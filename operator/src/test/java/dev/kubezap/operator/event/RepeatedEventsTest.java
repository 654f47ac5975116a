package dev.kubezap.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatedEventsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final RepeatedEvents.Told TOLD =
      new RepeatedEvents.Told("uid", "Warning", "CommandFailed", "log-out did not work");

  private final RepeatedEvents events = new RepeatedEvents();

  @Test
  void whatIsToldAgainIsCounted() {
    assertThat(events.again(TOLD, NOW)).isEmpty();
    events.begin(TOLD, "support-abc", NOW);

    assertThat(events.again(TOLD, NOW.plusSeconds(5)))
        .contains(new RepeatedEvents.Repetition("support-abc", NOW, 2));
    assertThat(events.again(TOLD, NOW.plusSeconds(10)))
        .contains(new RepeatedEvents.Repetition("support-abc", NOW, 3));
    assertThat(events.again(new RepeatedEvents.Told("uid", "Warning", "CommandFailed", "x"), NOW))
        .isEmpty();
  }

  @Test
  void anEventThatTheServerForgetsIsBegunAnew() {
    events.begin(TOLD, "support-abc", NOW);

    assertThat(events.again(TOLD, NOW.plus(RepeatedEvents.KEPT))).isEmpty();
  }

  @Test
  void onlySoManyAreRemembered() {
    events.begin(TOLD, "first", NOW);
    for (int i = 0; i < 4_096; i++) {
      events.begin(new RepeatedEvents.Told("uid" + i, "Normal", "Pending", ""), "e" + i, NOW);
    }

    assertThat(events.again(TOLD, NOW)).isEmpty();
  }
}
