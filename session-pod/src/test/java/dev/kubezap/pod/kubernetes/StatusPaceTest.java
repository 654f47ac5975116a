package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StatusPaceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  /** Chance takes nothing off its waits. */
  private final StatusPace whole = new StatusPace(always(0));

  @Test
  void theFirstWriteGoesOutAtOnce() {
    assertThat(whole.wait(NOW, false)).isZero();
  }

  @Test
  void writesAreASecondApartUnlessOneIsUrgent() {
    whole.succeeded(NOW);

    assertThat(whole.wait(NOW, false)).isEqualTo(Duration.ofSeconds(1));
    assertThat(whole.wait(NOW.plusMillis(400), false)).isEqualTo(Duration.ofMillis(600));
    assertThat(whole.wait(NOW.plusSeconds(1), false)).isZero();
    assertThat(whole.wait(NOW, true)).isZero();
  }

  @Test
  void eachFailureDoublesTheWaitUpToAMinute() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      assertThat(whole.failed(NOW)).isEqualTo(Duration.ofSeconds(seconds));
      assertThat(whole.wait(NOW, false)).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void urgencyDoesNotShortenTheWaitAfterAFailure() {
    whole.failed(NOW);

    assertThat(whole.wait(NOW, true)).isEqualTo(Duration.ofSeconds(1));
    assertThat(whole.wait(NOW.plusSeconds(1), true)).isZero();
  }

  @Test
  void aSuccessEndsTheWaitsOfFailures() {
    whole.failed(NOW);
    whole.failed(NOW);
    whole.succeeded(NOW);

    assertThat(whole.wait(NOW, true)).isZero();
    assertThat(whole.failed(NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void chanceTakesUpToHalfOfAWaitSoThatManyPodsDoNotWriteTogether() {
    assertThat(new StatusPace(always(-1L)).failed(NOW))
        .isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
  }

  private static RandomGenerator always(long bits) {
    return () -> bits;
  }
}
