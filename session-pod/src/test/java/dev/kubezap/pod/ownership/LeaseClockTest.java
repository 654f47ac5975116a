package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseClockTest {
  private static final LeaseTerms TERMS = LeaseTerms.DEFAULT;

  @Test
  void deadlineIsTimeToLiveLessMarginAfterSending() {
    LeaseClock clock = new LeaseClock(TERMS, 1_000);
    long deadline = 1_000 + Duration.ofSeconds(27).toNanos();
    assertThat(clock.passed(deadline - 1)).isFalse();
    assertThat(clock.passed(deadline)).isTrue();
    assertThat(clock.untilRenewal(1_000)).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void holdsWhereTheMonotonicClockOverflows() {
    LeaseClock clock = new LeaseClock(TERMS, Long.MAX_VALUE - 5);
    long later = Long.MAX_VALUE - 5 + Duration.ofSeconds(26).toNanos();
    assertThat(later).isNegative();
    assertThat(clock.passed(later)).isFalse();
    assertThat(clock.passed(later + Duration.ofSeconds(1).toNanos())).isTrue();
    assertThat(clock.renewed(later).renewedAt()).isEqualTo(later);
  }

  @Test
  void anOlderRenewalDoesNotShortenTheLease() {
    LeaseClock clock = new LeaseClock(TERMS, 500);
    assertThat(clock.renewed(400)).isSameAs(clock);
  }

  @Test
  void termsThatCannotBeKeptAreRefused() {
    assertThatThrownBy(
            () ->
                new LeaseTerms(
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void standbyWaitsForTheHolderButNeverLong() {
    assertThat(StandbyDelay.behindHolder(Duration.ZERO, 0)).isEqualTo(Duration.ofMillis(50));
    assertThat(StandbyDelay.behindHolder(Duration.ofSeconds(30), 1))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    Duration before = Duration.ZERO;
    for (int failures = 1; failures < 60; failures++) {
      Duration longest = StandbyDelay.afterFailure(failures, 1);
      assertThat(longest).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofSeconds(4));
      assertThat(StandbyDelay.afterFailure(failures, 0)).isGreaterThan(Duration.ofMillis(50));
      before = longest;
    }
  }
}
