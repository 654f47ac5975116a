package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TurnClockTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final TurnClock clock = new TurnClock(now::get);

  @Test
  void turnsOfOneInstantAreAMicrosecondApart() {
    assertThat(clock.next()).isEqualTo(START);
    assertThat(clock.next()).isEqualTo(START.plusNanos(1_000));
    now.set(START.plusMillis(1));
    assertThat(clock.next()).isEqualTo(START.plusMillis(1));
  }

  @Test
  void smallStepBackKeepsTheOrder() {
    Instant before = clock.next();
    now.set(START.minusSeconds(10));
    assertThat(clock.next()).isAfter(before);
  }

  @Test
  void largeStepBackIsFollowed() {
    clock.next();
    Instant right = START.minus(Duration.ofHours(1));
    now.set(right);
    assertThat(clock.next()).isEqualTo(right);
  }
}
