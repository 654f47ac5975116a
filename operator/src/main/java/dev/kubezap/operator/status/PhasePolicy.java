package dev.kubezap.operator.status;

import static dev.kubezap.operator.status.Rule.rule;

import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import java.util.Optional;

/** Which phase a session is in. */
public final class PhasePolicy {

  private static final Chain<Phase> CHAIN =
      Chain.of(
          rule("being deleted", s -> when(s.terminating(), Phase.TERMINATING)),
          rule("suspended", s -> when(s.suspended(), Phase.SUSPENDED)),
          rule(
              "nothing runs and a person must act",
              s -> when(s.pod().isEmpty() && s.blockingProblem().isPresent(), Phase.FAILED)),
          rule("no pod yet", s -> when(s.pod().isEmpty(), Phase.PENDING)),
          rule(
              "the pod cannot run",
              s -> when(s.podObstacle().filter(Problem::blocking).isPresent(), Phase.FAILED)),
          rule("the pod says where it stands", PhasePolicy::reported),
          rule(
              "the pod runs",
              s -> when(s.pod().filter(PodView::running).isPresent(), Phase.STARTING)));

  private PhasePolicy() {}

  /** The phase of a session. */
  public static Phase judge(Situation situation) {
    return CHAIN.judge(situation).orElse(Phase.PENDING);
  }

  /** A container that does not run any more has nothing to say. */
  private static Optional<Phase> reported(Situation situation) {
    boolean running = situation.pod().filter(PodView::running).isPresent();
    return running ? situation.reportedPhase() : Optional.empty();
  }

  private static Optional<Phase> when(boolean holds, Phase phase) {
    return holds ? Optional.of(phase) : Optional.empty();
  }
}
