package dev.kubezap.playground.node;

import dev.kubezap.playground.node.pod.PodRejections;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/**
 * The scheduler of a cluster with one node: binds a pod to it once its claims are bound and the
 * node has an address for it.
 */
final class PodBinder {

  private final KubernetesClient client;
  private final String nodeName;
  private final PodAddresses addresses;
  private final PodRejections rejections;

  PodBinder(
      KubernetesClient client, String nodeName, PodAddresses addresses, PodRejections rejections) {
    this.client = client;
    this.nodeName = nodeName;
    this.addresses = addresses;
    this.rejections = rejections;
  }

  /** Binds the pod, when it is one to be bound and is ready for it. */
  void bind(Pod pod) {
    if (!waits(pod) || !claimsBound(pod)) {
      return;
    }
    if (addresses.of(pod).isEmpty()) {
      rejections.unschedulable(pod, addresses.count());
      return;
    }
    var metadata = pod.getMetadata();
    client
        .bindings()
        .inNamespace(metadata.getNamespace())
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(nodeName)
                .endTarget()
                .build())
        .create();
  }

  private static boolean waits(Pod pod) {
    var spec = pod.getSpec();
    return (spec.getNodeName() == null || spec.getNodeName().isEmpty())
        && pod.getMetadata().getDeletionTimestamp() == null
        && (spec.getSchedulingGates() == null || spec.getSchedulingGates().isEmpty())
        && "default-scheduler".equals(spec.getSchedulerName());
  }

  private boolean claimsBound(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getPersistentVolumeClaim)
        .filter(Objects::nonNull)
        .map(
            claim ->
                client
                    .persistentVolumeClaims()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(claim.getClaimName())
                    .get())
        .allMatch(PodBinder::bound);
  }

  private static boolean bound(PersistentVolumeClaim claim) {
    return claim != null
        && claim.getStatus() != null
        && "Bound".equals(claim.getStatus().getPhase());
  }
}
