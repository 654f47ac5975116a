package dev.kubezap.operator.status;

import static dev.kubezap.operator.status.Rule.rule;

import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.StatefulSetView;
import java.util.Optional;

/**
 * Whether objects are still being brought to what the resource says. The condition is there only
 * while it is true.
 */
public final class ReconcilingPolicy {

  private static final Chain<Verdict> CHAIN =
      Chain.of(
          rule(
              "a problem that may pass",
              s -> s.passingProblem().map(p -> Verdict.yes(p.reason(), p.message()))),
          rule(
              "the pod stops",
              s -> when(s.suspended() && s.pod().isPresent(), "Suspending", "the pod stops")),
          rule("suspended", s -> settledWhen(s.suspended())),
          rule(
              "objects are not there yet",
              s ->
                  when(
                      s.statefulSet().isEmpty(),
                      "Creating",
                      "the session's objects are being created")),
          rule(
              "rolling out",
              s ->
                  when(
                      !s.statefulSet().map(StatefulSetView::settled).orElse(false),
                      "RollingOut",
                      "the pod is being replaced")),
          rule(
              "no pod yet", s -> when(s.pod().isEmpty(), "PodPending", "the pod is being created")),
          rule(
              "the pod waits",
              s ->
                  s.podObstacle().map(problem -> Verdict.yes(problem.reason(), problem.message()))),
          rule(
              "the pod starts",
              s ->
                  when(
                      s.pod().filter(PodView::ready).isEmpty(),
                      "PodStarting",
                      "the pod's API is not usable yet")));

  private ReconcilingPolicy() {}

  /** What is going on; empty when nothing is, or when a person has to act first. */
  public static Optional<Verdict> judge(Situation situation) {
    boolean waitsForPerson = StalledPolicy.judge(situation).isPresent();
    return situation.terminating() || waitsForPerson
        ? Optional.empty()
        : CHAIN.judge(situation).filter(Verdict::holds);
  }

  private static Optional<Verdict> when(boolean holds, String reason, String message) {
    return holds ? Optional.of(Verdict.yes(reason, message)) : Optional.empty();
  }

  private static Optional<Verdict> settledWhen(boolean settled) {
    return settled ? Optional.of(Verdict.no("Settled", "")) : Optional.empty();
  }
}
