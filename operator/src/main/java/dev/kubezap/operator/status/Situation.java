package dev.kubezap.operator.status;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.StatefulSetView;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the policies judge by.
 *
 * @param session the resource with the session pod's report
 * @param pod the session's pod
 * @param statefulSet the session's StatefulSet
 * @param problems what keeps the operator from its work, the worst first
 * @param className the class that counts for the session
 * @param sharedNumber who else is linked to its phone number, in a sentence
 */
public record Situation(
    WhatsAppSession session,
    Optional<PodView> pod,
    Optional<StatefulSetView> statefulSet,
    List<Problem> problems,
    Optional<String> className,
    Optional<String> sharedNumber) {

  /** Whether the resource asks for the pod to be stopped. */
  public boolean suspended() {
    return session.getSpec().suspend();
  }

  /** Whether the resource is being deleted. */
  public boolean terminating() {
    return session.getMetadata().getDeletionTimestamp() != null;
  }

  /** The report of the pod that runs; one of another pod says nothing about now. */
  public Optional<SessionReport> report() {
    return Optional.ofNullable(session.getStatus())
        .map(WhatsAppSessionStatus::session)
        .filter(report -> pod.isPresent() && pod.get().uid().equals(report.podUid()));
  }

  /** Where the running pod says that the session stands. */
  public Optional<Phase> reportedPhase() {
    return report().map(SessionReport::state).flatMap(Phase::of);
  }

  /** A condition of the running pod. */
  Optional<Condition> reportedCondition(String type) {
    return report().isEmpty()
        ? Optional.empty()
        : session.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals(type))
            .findFirst();
  }

  /** Whether something is wrong, rather than only not yet done. */
  public boolean troubled() {
    return problems.stream().anyMatch(Problem::trouble);
  }

  /** Whether others come first. */
  public boolean queued() {
    return problems.stream().anyMatch(problem -> !problem.trouble());
  }

  /** What is wrong. */
  public List<Problem> troubles() {
    return problems.stream().filter(Problem::trouble).toList();
  }

  Optional<Problem> blockingProblem() {
    return problems.stream().filter(Problem::blocking).findFirst();
  }

  Optional<Problem> passingProblem() {
    return problems.stream().filter(problem -> !problem.blocking()).findFirst();
  }

  Optional<Problem> podObstacle() {
    return pod.flatMap(PodView::obstacle);
  }
}
