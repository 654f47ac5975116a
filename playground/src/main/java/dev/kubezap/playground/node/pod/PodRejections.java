package dev.kubezap.playground.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** Tells that the node has no place for a pod, with the words of a scheduler and a kubelet. */
public final class PodRejections {

  private static final String SCHEDULED = "PodScheduled";

  private final PodStatusWriter writer;
  private final InstantSource clock;
  private final EventRecorder events;

  /** Writes to this API server. */
  public PodRejections(KubernetesClient client, InstantSource clock, EventRecorder events) {
    this.writer = new PodStatusWriter(client);
    this.clock = clock;
    this.events = events;
  }

  /**
   * The pod waits, unbound, until others have ended; said once.
   *
   * @param most how many pods the node can have
   */
  public void unschedulable(Pod pod, int most) {
    var message =
        "0/1 nodes are available: 1 Too many pods. The playground's node runs at most %d: suspend or delete sessions."
            .formatted(most);
    var conditions = pod.getStatus().getConditions();
    if (conditions.stream()
        .anyMatch(
            known -> known.getType().equals(SCHEDULED) && message.equals(known.getMessage()))) {
      return;
    }
    var waits =
        new PodConditionBuilder()
            .withType(SCHEDULED)
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(message)
            .withLastTransitionTime(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    var others = conditions.stream().filter(known -> !known.getType().equals(SCHEDULED));
    writer.write(
        pod,
        new PodStatusBuilder()
            .withConditions(Stream.concat(others, Stream.of(waits)).toList())
            .build());
    events.warning(pod, "FailedScheduling", message);
  }

  /**
   * The pod, which somebody else has bound to the node, has failed.
   *
   * @param most how many pods the node can have
   */
  public void outOfPods(Pod pod, int most) {
    var message =
        "Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: %d, capacity: %d"
            .formatted(most, most);
    writer.write(
        pod,
        new PodStatusBuilder()
            .withPhase("Failed")
            .withReason("OutOfpods")
            .withMessage(message)
            .build());
    events.warning(pod, "OutOfpods", message);
  }
}
