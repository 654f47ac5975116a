package dev.kubezap.operator.observed;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Objects;
import java.util.Optional;

/**
 * What matters of a session's StatefulSet.
 *
 * @param replicas how many pods it is to have
 * @param settled whether its controller has brought the pod to the newest template
 * @param updating whether its pod is of another template than the newest, which a new set's never
 *     is
 * @param terminating whether it is being deleted
 */
public record StatefulSetView(
    int replicas, boolean settled, boolean updating, boolean terminating) {

  /** What matters of a StatefulSet. */
  public static StatefulSetView of(StatefulSet set) {
    int replicas = Optional.ofNullable(set.getSpec().getReplicas()).orElse(1);
    Optional<StatefulSetStatus> status = Optional.ofNullable(set.getStatus());
    boolean seen =
        status
            .map(StatefulSetStatus::getObservedGeneration)
            .filter(
                generation ->
                    generation >= Objects.requireNonNullElse(set.getMetadata().getGeneration(), 0L))
            .isPresent();
    boolean updated = replicas == 0 || status.map(StatefulSetView::newest).orElse(false);
    return new StatefulSetView(
        replicas,
        seen && updated,
        replicas > 0 && status.filter(StatefulSetView::betweenRevisions).isPresent(),
        set.getMetadata().getDeletionTimestamp() != null);
  }

  private static boolean betweenRevisions(StatefulSetStatus status) {
    return status.getUpdateRevision() != null
        && status.getCurrentRevision() != null
        && !newest(status);
  }

  private static boolean newest(StatefulSetStatus status) {
    return status.getUpdateRevision() != null
        && status.getUpdateRevision().equals(status.getCurrentRevision());
  }
}
