package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void anIdleLeaseIsRenewedFiveSecondsAfterTheLastTime() {
    LeaseClock clock = new LeaseClock(TERMS, 1_000);
    long due = 1_000 + Duration.ofSeconds(5).toNanos();

    assertThat(clock.untilRenewal(due - 7)).isEqualTo(7);
    assertThat(clock.untilRenewal(due)).isZero();
    assertThat(clock.renewed(due).untilRenewal(due)).isEqualTo(Duration.ofSeconds(5).toNanos());
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

  @ParameterizedTest(name = "{0} s, {1} s before the end, renewed every {2} s")
  @CsvSource({"8, 3, 5", "8, 3, 6", "8, 3, -1"})
  void termsThatCannotBeKeptAreRefused(long timeToLive, long margin, long renewEvery) {
    assertThatThrownBy(() -> terms(timeToLive, margin, renewEvery))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void termsThatLeaveAMomentToRenewAreKept() {
    assertThat(terms(9, 3, 5).renewEvery()).isEqualTo(Duration.ofSeconds(5));
    assertThat(terms(9, 3, 0).renewEvery()).as("at every occasion").isZero();
  }

  @Test
  void aShorterLeaseKeepsItsProportions() {
    assertThat(LeaseTerms.of(Duration.ofSeconds(15)))
        .isEqualTo(
            new LeaseTerms(
                Duration.ofSeconds(15),
                Duration.ofMillis(1_500),
                Duration.ofMillis(2_500),
                Duration.ofSeconds(4)));
  }

  private static LeaseTerms terms(long timeToLive, long margin, long renewEvery) {
    return new LeaseTerms(
        Duration.ofSeconds(timeToLive),
        Duration.ofSeconds(margin),
        Duration.ofSeconds(renewEvery),
        Duration.ofSeconds(1));
  }

  @ParameterizedTest(name = "{0} ms left, jitter {1}: {2} ms")
  @CsvSource({
    "0, 0, 50",
    "0, 1, 150",
    "1000, 0, 1050",
    "1000, 1, 1550",
    "30000, 0, 2050",
    "30000, 1, 3050"
  })
  void aStandbyLooksAgainSoonAfterTheHoldersLeaseMayEndAndOftenEnoughToNoticeARelease(
      long left, double jitter, long wait) {
    assertThat(StandbyDelay.behindHolder(Duration.ofMillis(left), jitter))
        .isEqualTo(Duration.ofMillis(wait));
  }

  @ParameterizedTest(name = "{0} failures, jitter {1}: {2} ms")
  @CsvSource({
    "1, 0, 100",
    "1, 1, 200",
    "2, 1, 400",
    "3, 1, 800",
    "5, 1, 3200",
    "6, 0, 2000",
    "6, 1, 4000",
    "1000, 1, 4000"
  })
  void aStandbyWaitsLongerAfterEveryFailureButNeverLong(int failures, double jitter, long wait) {
    assertThat(StandbyDelay.afterFailure(failures, jitter)).isEqualTo(Duration.ofMillis(wait));
  }
}
