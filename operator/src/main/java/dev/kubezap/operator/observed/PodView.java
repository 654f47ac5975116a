package dev.kubezap.operator.observed;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What matters of a session's pod.
 *
 * @param name its name
 * @param uid its uid
 * @param ready whether its API and database are usable
 * @param running whether its container runs
 * @param goneBy until when it ends, when it is being deleted
 * @param restarts how often its container was started anew
 * @param obstacle why it does not run, when Kubernetes says so
 * @param pairingInSecret whether it was told that QR and code are for a Secret
 * @param address where it says that it is reached
 */
public record PodView(
    String name,
    String uid,
    boolean ready,
    boolean running,
    Optional<Instant> goneBy,
    int restarts,
    Optional<Problem> obstacle,
    boolean pairingInSecret,
    Optional<String> address) {

  /** Annotation with the base URL of the pod's API, for places without a pod network. */
  public static final String ADDRESS_ANNOTATION = "kubezap.dev/address";

  /** Name of the session's own container; whatever else is in the pod was injected. */
  public static final String CONTAINER = "session";

  /** Variable of the pod that says where QR and code are shown. */
  public static final String PAIRING_PUBLISH = "KUBEZAP_PAIRING_PUBLISH";

  /** Its value where they are for a Secret alone. */
  public static final String PAIRING_IN_SECRET = "Secret";

  /** Reasons of a waiting container that do not pass until somebody changes something. */
  private static final Set<String> STUCK =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** How much later than it should be gone a pod is taken for one that does not end by itself. */
  private static final Duration LATE = Duration.ofSeconds(30);

  /**
   * What matters of a pod.
   *
   * @param now tells whether one that is being deleted should be gone already
   */
  public static PodView of(Pod pod, Instant now) {
    Optional<ContainerStatus> container =
        Optional.ofNullable(pod.getStatus())
            .flatMap(
                status ->
                    status.getContainerStatuses().stream()
                        .filter(one -> CONTAINER.equals(one.getName()))
                        .findFirst());
    boolean ready =
        Optional.ofNullable(pod.getStatus()).stream()
            .flatMap(status -> status.getConditions().stream())
            .anyMatch(condition -> is(condition, "Ready", "True"));
    Optional<Instant> goneBy =
        Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse);
    return new PodView(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        ready,
        container.map(ContainerStatus::getState).map(ContainerState::getRunning).isPresent(),
        goneBy,
        container.map(ContainerStatus::getRestartCount).orElse(0),
        goneBy
            .filter(time -> !now.isBefore(time.plus(LATE)))
            .map(time -> overdue(pod, time))
            .or(() -> container.flatMap(PodView::waiting))
            .or(() -> unschedulable(pod)),
        told(pod, PAIRING_PUBLISH, PAIRING_IN_SECRET),
        Optional.ofNullable(pod.getMetadata().getAnnotations())
            .flatMap(annotations -> Optional.ofNullable(annotations.get(ADDRESS_ANNOTATION))));
  }

  /** Whether it is being deleted. */
  public boolean terminating() {
    return goneBy.isPresent();
  }

  /** When it is to be looked at again, in case it is still there then. */
  public Optional<Instant> overdueAt() {
    return goneBy.map(time -> time.plus(LATE));
  }

  /**
   * Kubernetes starts no other pod while it cannot know that this one is gone, and only a person
   * knows whether a node that does not answer is off.
   */
  private static Problem overdue(Pod pod, Instant goneBy) {
    String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    String node =
        Optional.ofNullable(pod.getSpec()).map(PodSpec::getNodeName).orElse("that it was for");
    return Problem.blocking(
        "PodNotEnding",
        "pod %s should be gone since %s, and node %s does not say that it is. If the node is off and stays off: kubectl taint nodes %s node.kubernetes.io/out-of-service=nodeshutdown:NoExecute; otherwise see kubectl describe node %s"
            .formatted(name, goneBy, node, node, node));
  }

  private static boolean told(Pod pod, String variable, String value) {
    return Optional.ofNullable(pod.getSpec()).stream()
        .flatMap(spec -> spec.getContainers().stream())
        .filter(container -> CONTAINER.equals(container.getName()))
        .flatMap(container -> container.getEnv().stream())
        .anyMatch(set -> variable.equals(set.getName()) && value.equals(set.getValue()));
  }

  private static Optional<Problem> waiting(ContainerStatus container) {
    return Optional.ofNullable(container.getState())
        .map(ContainerState::getWaiting)
        .filter(waiting -> waiting.getReason() != null)
        .map(
            waiting ->
                STUCK.contains(waiting.getReason())
                    ? Problem.blocking(waiting.getReason(), message(container, waiting))
                    : Problem.passing(waiting.getReason(), message(container, waiting)));
  }

  /** Why the container ended says more than that it is not started again yet. */
  private static String message(ContainerStatus container, ContainerStateWaiting waiting) {
    String now = Optional.ofNullable(waiting.getMessage()).orElse("the pod's container waits");
    return Optional.ofNullable(container.getLastState())
        .map(ContainerState::getTerminated)
        .map(
            end ->
                now
                    + "; it ended with exit code "
                    + end.getExitCode()
                    + Optional.ofNullable(end.getMessage())
                        .map(text -> ": " + text.strip())
                        .orElse(""))
        .orElse(now);
  }

  private static Optional<Problem> unschedulable(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> is(condition, "PodScheduled", "False"))
        .findFirst()
        .map(
            condition ->
                Problem.passing(
                    Optional.ofNullable(condition.getReason()).orElse("Unschedulable"),
                    Optional.ofNullable(condition.getMessage())
                        .orElse("no node can take the pod")));
  }

  private static boolean is(PodCondition condition, String type, String status) {
    return type.equals(condition.getType()) && status.equals(condition.getStatus());
  }
}
