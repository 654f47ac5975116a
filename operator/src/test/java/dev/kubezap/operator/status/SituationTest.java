package dev.kubezap.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.observed.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SituationTest {

  private static Situation with(Problem... problems) {
    Situation situation = Situations.of("", "Connected", "ReasonHere", "ready", "settled", null);
    return new Situation(
        situation.session(),
        situation.pod(),
        situation.statefulSet(),
        List.of(problems),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void waitingForOthersIsNoTrouble() {
    assertThat(with().troubled()).isFalse();
    assertThat(with(Problem.queued("UpdateQueued", "others first")).troubled()).isFalse();
    assertThat(with(Problem.passing("SecretMissing", "wait")).troubled()).isTrue();
    assertThat(with(Problem.blocking("SecretInvalid", "act")).troubled()).isTrue();
  }

  @Test
  void whatPassesIsToldApartFromWhatBlocks() {
    Problem blocking = Problem.blocking("SecretInvalid", "act");
    Problem passing = Problem.passing("SecretMissing", "wait");
    assertThat(with(blocking, passing).passingProblem()).contains(passing);
    assertThat(with(blocking).passingProblem()).isEmpty();
    assertThat(with(passing, blocking).blockingProblem()).contains(blocking);
  }

  @Test
  void aConditionIsFoundByItsType() {
    Situation situation = with();
    String type = situation.session().getStatus().conditions().getFirst().type();
    assertThat(situation.reportedCondition(type)).isPresent();
    assertThat(situation.reportedCondition("NoSuchCondition")).isEmpty();
  }
}
