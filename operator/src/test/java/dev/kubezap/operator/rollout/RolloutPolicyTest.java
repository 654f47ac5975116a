package dev.kubezap.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.status.Situation;
import dev.kubezap.operator.status.Situations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutPolicyTest {

  private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          spec            | state             | pod      | set     | interrupts | over  | over later | found, over later
          ''              | Connected         | ready    | settled | true       | true  | true       | true
          ''              | AwaitingPairing   | ready    | settled | true       | true  | true       | true
          ''              | LoggedOut         | ready    | settled | true       | true  | true       | true
          ''              | Connecting        | ready    | settled | true       | false | true       | true
          ''              | Reconnecting      | ready    | settled | true       | false | true       | true
          ''              | foreign Connected | ready    | settled | true       | false | true       | true
          ''              | Connected         | unready  | settled | true       | false | false      | true
          ''              | Connected         | ready    | rolling | true       | false | false      | true
          ''              | Connected         | ending   | rolling | false      | false | false      | true
          ''              | -                 | none     | rolling | false      | false | false      | true
          ''              | -                 | crashing | rolling | false      | false | false      | true
          ''              | -                 | waiting  | settled | false      | false | false      | true
          'suspend: true' | Connected         | ready    | rolling | true       | true  | true       | true
          deleted         | Connected         | ready    | rolling | true       | true  | true       | true
          """,
      useHeadersInDisplayName = true)
  void turnsFollowFromWhatIsSeen(
      String spec,
      @Nullable String state,
      String pod,
      String set,
      boolean interrupts,
      boolean over,
      boolean overLater,
      boolean foundOverLater) {
    Situation situation = Situations.of(spec, state, null, pod, set, null);
    Instant later = SINCE.plus(RolloutPolicy.PATIENCE);
    var begun = new RolloutQueue.Turn(SINCE, true, false);
    var found = new RolloutQueue.Turn(SINCE, false, false);

    assertThat(RolloutPolicy.interrupts(situation.pod())).isEqualTo(interrupts);
    assertThat(RolloutPolicy.over(situation, begun, SINCE)).isEqualTo(over);
    assertThat(RolloutPolicy.over(situation, found, SINCE)).isEqualTo(over);
    assertThat(RolloutPolicy.over(situation, begun, later)).isEqualTo(overLater);
    assertThat(RolloutPolicy.over(situation, found, later)).isEqualTo(foundOverLater);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec            | pod      | stuck | stuck later | started | started later
          ''              | ready    | false | false       | true    | true
          ''              | unready  | false | true        | false   | true
          ''              | waiting  | false | true        | false   | true
          ''              | crashing | true  | true        | true    | true
          ''              | none     | false | true        | false   | true
          'suspend: true' | none     | false | true        | true    | true
          deleted         | none     | false | true        | false   | true
          """,
      useHeadersInDisplayName = true)
  void whatDoesNotComeBackGivesItsPlaceBack(
      String spec,
      String pod,
      boolean stuck,
      boolean stuckLater,
      boolean started,
      boolean startedLater) {
    Situation situation = Situations.of(spec, null, null, pod, "rolling", null);
    var turn = new RolloutQueue.Turn(SINCE, true, false);

    assertThat(RolloutPolicy.stuck(situation, turn, SINCE)).isEqualTo(stuck);
    assertThat(RolloutPolicy.stuck(situation, turn, SINCE.plus(RolloutPolicy.PATIENCE)))
        .isEqualTo(stuckLater);
    assertThat(RolloutPolicy.started(situation, turn, SINCE)).isEqualTo(started);
    assertThat(RolloutPolicy.started(situation, turn, SINCE.plus(RolloutPolicy.START_PATIENCE)))
        .isEqualTo(startedLater);
  }
}
