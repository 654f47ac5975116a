package dev.kubezap.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RolloutQueueTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final RolloutQueue queue = new RolloutQueue(2);

  @Test
  void soManyAtOnceAndTheOthersInTheOrderInWhichTheyAsked() {
    assertThat(queue.mayBegin(session(1), NOW)).isTrue();
    assertThat(queue.mayBegin(session(2), NOW)).isTrue();
    assertThat(queue.mayBegin(session(3), NOW)).isFalse();
    assertThat(queue.mayBegin(session(4), NOW)).isFalse();
    assertThat(queue.mayBegin(session(3), NOW)).isFalse();
    assertThat(queue.busy()).isEqualTo(2);
    assertThat(queue.waiting()).isEqualTo(2);

    assertThat(queue.over(session(1))).containsExactly(session(3));
    assertThat(queue.mayBegin(session(4), NOW)).isFalse();
    assertThat(queue.mayBegin(session(3), NOW)).isTrue();
    assertThat(queue.over(session(2))).containsExactly(session(4));
  }

  @Test
  void whoIsBeingRestartedMayBeChangedAgain() {
    assertThat(queue.mayBegin(session(1), NOW)).isTrue();
    assertThat(queue.mayBegin(session(2), NOW)).isTrue();

    assertThat(queue.mayBegin(session(1), NOW.plusSeconds(9))).isTrue();
    assertThat(queue.turn(session(1))).contains(new RolloutQueue.Turn(NOW, true, false, false));
  }

  @Test
  void whoIsCalledAndNeedsItNoMoreMakesRoom() {
    queue.mayBegin(session(1), NOW);
    queue.mayBegin(session(2), NOW);
    queue.mayBegin(session(3), NOW);
    queue.mayBegin(session(4), NOW);
    assertThat(queue.over(session(1))).containsExactly(session(3));

    assertThat(queue.over(session(3))).containsExactly(session(4));
  }

  @Test
  void whatAnEarlierOperatorBeganCounts() {
    queue.found(session(1), NOW);
    queue.found(session(2), NOW);
    queue.found(session(3), NOW);

    assertThat(queue.mayBegin(session(4), NOW)).isFalse();
    assertThat(queue.over(session(1))).isEmpty();
    assertThat(queue.over(session(2))).containsExactly(session(4));
    assertThat(queue.busySessions()).containsExactlyInAnyOrder(session(3), session(4));
  }

  /** Ten sessions of a tenant whose image does not work, and one of another tenant. */
  @Test
  void aTenantWhoseSessionsDoNotComeBackHoldsUpNobodyElse() {
    var fleet = new RolloutQueue(4);
    for (int i = 0; i < 10; i++) {
      fleet.mayBegin(of("bad", i), NOW);
    }
    assertThat(fleet.mayBegin(of("good", 1), NOW)).isFalse();

    assertThat(fleet.stuck(of("bad", 0), false)).containsExactly(of("good", 1));
    assertThat(fleet.stuck(of("bad", 1), false)).as("two of four are no accident").isEmpty();
    assertThat(fleet.mayBegin(of("good", 2), NOW)).isTrue();
    assertThat(fleet.mayBegin(of("bad", 9), NOW)).isFalse();
    assertThat(fleet.stuck()).isEqualTo(2);

    assertThat(fleet.over(of("bad", 0))).as("mended").isEmpty();
    assertThat(fleet.over(of("good", 1))).containsExactly(of("bad", 4));
  }

  @Test
  void theNamespaceThatHasTheFewestTurnsIsNext() {
    var fleet = new RolloutQueue(3);
    for (int i = 0; i < 6; i++) {
      fleet.mayBegin(of("large", i), NOW);
    }
    fleet.mayBegin(of("small", 0), NOW);
    fleet.mayBegin(of("other", 0), NOW);

    assertThat(fleet.over(of("large", 0))).containsExactly(of("small", 0));
    assertThat(fleet.over(of("large", 1))).containsExactly(of("other", 0));
    assertThat(fleet.over(of("small", 0))).containsExactly(of("large", 3));
  }

  /** The image that all have from the operator does not work. */
  @Test
  void whatComesBackNowhereStopsTheRolloutEverywhere() {
    var fleet = new RolloutQueue(3);
    var broken = new ArrayList<SessionNames>();
    for (int i = 0; i < 100; i++) {
      SessionNames session = of("namespace-" + i, 0);
      if (fleet.mayBegin(session, NOW)) {
        broken.add(session);
        fleet.stuck(session, false);
      }
    }

    assertThat(broken).hasSize(3);
    assertThat(fleet.waiting()).isEqualTo(97);
  }

  @Test
  void tellsWhichOnesTakeLong() {
    queue.mayBegin(session(1), NOW);
    queue.mayBegin(session(2), NOW.plusSeconds(5));
    assertThat(queue.begunBefore(NOW.plusSeconds(5))).containsExactly(session(1));
    queue.stuck(session(1), false);
    assertThat(queue.begunBefore(NOW.plusSeconds(5))).isEmpty();
  }

  private static SessionNames of(String namespace, int number) {
    return new SessionNames(namespace, "session-" + number);
  }

  /** A fleet of 5,000 changes at once; sessions come back, are changed again, or vanish. */
  @Test
  void fleetIsRestartedToTheLastAndNeverMoreThanTheBudget() {
    var random = new Random(7);
    var fleet = new RolloutQueue(10);
    var events = new ArrayDeque<SessionNames>();
    var restarted = new HashSet<SessionNames>();
    var underWay = new ArrayList<SessionNames>();
    for (int i = 0; i < 5_000; i++) {
      events.add(session(i));
    }
    while (!events.isEmpty() || !underWay.isEmpty()) {
      if (!events.isEmpty() && (underWay.isEmpty() || random.nextInt(3) > 0)) {
        SessionNames next = events.remove();
        if (random.nextInt(50) == 0) {
          events.addAll(fleet.over(next)); // changed back or deleted
          underWay.remove(next);
          restarted.add(next);
        } else if (fleet.mayBegin(next, NOW) && restarted.add(next)) {
          underWay.add(next);
        }
      } else {
        events.addAll(fleet.over(underWay.remove(random.nextInt(underWay.size()))));
      }
      assertThat(underWay).hasSizeLessThanOrEqualTo(10);
      assertThat(fleet.busy()).isLessThanOrEqualTo(10);
    }
    assertThat(restarted).hasSize(5_000);
    assertThat(fleet.waiting()).isZero();
  }

  private static SessionNames session(int number) {
    return new SessionNames("shop", "session-" + number);
  }

  /** A tenant's own images hold him back, and nobody else however many namespaces he has. */
  @Test
  void imagesThatSessionsHaveOfTheirOwnHoldUpNoOtherNamespace() {
    var fleet = new RolloutQueue(3);
    for (int i = 0; i < 9; i++) {
      assertThat(fleet.mayBegin(of("bad-" + i, 0), NOW)).isTrue();
      fleet.stuck(of("bad-" + i, 0), true);
    }

    assertThat(fleet.mayBegin(of("good", 0), NOW)).isTrue();
    assertThat(fleet.hold("good")).isEmpty();
    assertThat(fleet.hold("bad-0")).contains(List.of(of("bad-0", 0)));
  }

  @Test
  void aNamespaceLeavesOthersTheirShare() {
    var fleet = new RolloutQueue(new RolloutLimits(5, 3, 2, Duration.ZERO));
    for (int i = 0; i < 5; i++) {
      assertThat(fleet.mayBegin(of("large", i), NOW)).isEqualTo(i < 3);
    }
    assertThat(fleet.mayBegin(of("small", 0), NOW)).isTrue();
    assertThat(fleet.mayBegin(of("other", 0), NOW)).isTrue();
    assertThat(fleet.mayBegin(of("last", 0), NOW)).isFalse();

    assertThat(fleet.over(of("small", 0))).containsExactly(of("last", 0));
    assertThat(fleet.over(of("other", 0))).as("its share is taken").isEmpty();
    assertThat(fleet.over(of("large", 0))).containsExactly(of("large", 3));
  }

  @Test
  void soManyFailuresStopARolloutAndTellWhomItHolds() {
    var fleet = new RolloutQueue(new RolloutLimits(4, 4, 3, Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      fleet.mayBegin(session(i), NOW);
    }
    fleet.stuck(session(0), false);
    assertThat(fleet.stuck(session(1), false)).containsExactly(session(5));
    assertThat(fleet.held()).isZero();
    assertThat(fleet.stuck(session(2), false)).isEmpty();

    assertThat(fleet.hold("shop")).contains(List.of(session(0), session(1), session(2)));
    assertThat(fleet.held()).isEqualTo(4);
    assertThat(fleet.over(session(3))).isEmpty();
    assertThat(fleet.over(session(0))).as("mended").isNotEmpty();
    assertThat(fleet.held()).isZero();
  }

  @Test
  void thoseThatAskTogetherComeInTheOrderOfTheirRanks() {
    var fleet = new RolloutQueue(new RolloutLimits(2, 2, 1, Duration.ofSeconds(2)));
    assertThat(fleet.mayBegin(session(1), "c", NOW)).isFalse();
    assertThat(fleet.mayBegin(session(2), "b", NOW.plusSeconds(1))).isFalse();
    assertThat(fleet.mayBegin(session(3), "a", NOW.plusMillis(1999))).isFalse();
    assertThat(fleet.gathered(NOW.plusMillis(1999))).isEmpty();

    assertThat(fleet.gathered(NOW.plusSeconds(2))).containsExactly(session(3), session(2));
    assertThat(fleet.mayBegin(session(3), "a", NOW.plusSeconds(3))).isTrue();
    assertThat(fleet.over(session(2))).containsExactly(session(1));
  }
}
