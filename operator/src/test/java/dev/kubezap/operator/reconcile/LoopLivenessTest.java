package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.MovedClock;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopLivenessTest {

  private static final Duration REVIEW = Duration.ofMinutes(5);

  private static LoopLiveness turning() {
    return new LoopLiveness(true, 3, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(4), REVIEW);
  }

  @Test
  void aLoopThatTurnsNeedsNothing() {
    assertThat(turning().obstacle()).isEmpty();
    assertThat(
            new LoopLiveness(true, 0, Duration.ZERO, Duration.ZERO, Duration.ofDays(2), REVIEW)
                .obstacle())
        .as("no session, nothing to look at")
        .isEmpty();
    assertThat(
            new LoopLiveness(false, 3, Duration.ZERO, Duration.ZERO, Duration.ofDays(2), REVIEW)
                .obstacle())
        .as("another operator works")
        .isEmpty();
  }

  @Test
  void whatHasStoppedForGoodIsTold() {
    assertThat(
            new LoopLiveness(true, 3, Duration.ofMinutes(4), Duration.ZERO, Duration.ZERO, REVIEW)
                .obstacle())
        .hasValueSatisfying(why -> assertThat(why).contains("watch"));
    assertThat(
            new LoopLiveness(true, 3, Duration.ZERO, Duration.ofMinutes(11), Duration.ZERO, REVIEW)
                .obstacle())
        .contains("a reconciliation has been running for 11 min");
    assertThat(
            new LoopLiveness(true, 3, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(26), REVIEW)
                .obstacle())
        .contains("no session was looked at for 26 min");
  }

  @Test
  void patienceLastsToItsEnd() {
    assertThat(
            new LoopLiveness(
                    true,
                    3,
                    LoopLiveness.WATCHES_PATIENCE,
                    LoopLiveness.RECONCILIATION_PATIENCE,
                    REVIEW.multipliedBy(3).plus(LoopLiveness.RECONCILIATION_PATIENCE),
                    REVIEW)
                .obstacle())
        .isEmpty();
  }

  @Test
  void aDeadWatchCountsOnlyWhileTheApiServerAnswers() {
    var clock = new MovedClock();
    var alive = new AtomicBoolean(true);
    var answers = new AtomicBoolean(true);
    var doctor = new WatchDoctor(clock, alive::get, answers::get);
    assertThat(doctor.broken()).isZero();

    alive.set(false);
    assertThat(doctor.broken()).isZero();
    clock.move(Duration.ofMinutes(2));
    assertThat(doctor.broken()).isEqualTo(Duration.ofMinutes(2));

    answers.set(false);
    assertThat(doctor.broken()).isZero();
    clock.move(Duration.ofHours(1));
    answers.set(true);
    assertThat(doctor.broken()).isZero();
    clock.move(Duration.ofMinutes(1));
    assertThat(doctor.broken()).isEqualTo(Duration.ofMinutes(1));

    alive.set(true);
    assertThat(doctor.broken()).isZero();
  }

  @Test
  void theLongestReconciliationIsKnownUntilItEnds() {
    var clock = new MovedClock();
    var progress = new Progress(clock);
    assertThat(progress.longest()).isZero();
    try (var _ = progress.begin(new ResourceID("one", "default"))) {
      clock.move(Duration.ofMinutes(2));
      try (var _ = progress.begin(new ResourceID("two", "default"))) {
        clock.move(Duration.ofMinutes(1));
      }
      assertThat(progress.longest()).isEqualTo(Duration.ofMinutes(3));
      assertThat(progress.silence()).isZero();
    }
    clock.move(Duration.ofMinutes(7));
    assertThat(progress.longest()).isZero();
    assertThat(progress.silence()).isEqualTo(Duration.ofMinutes(7));
  }
}
