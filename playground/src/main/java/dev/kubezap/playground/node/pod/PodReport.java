package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API server was told of a pod, and is told when that changes. Used by one thread. */
final class PodReport {

  private static final System.Logger LOG = System.getLogger(PodReport.class.getName());

  private final PodStatusWriter writer;
  private final PodAddress address;
  private final Map<String, String> annotations;
  private final Instant startedAt;
  private @Nullable PodStatus reported;
  private boolean unreported;

  /**
   * Nothing was told by this one yet.
   *
   * @param annotations that the pod is to have
   * @param startedAt when the pod began to run
   * @param reported what it is known by now
   */
  PodReport(
      PodStatusWriter writer,
      PodAddress address,
      Map<String, String> annotations,
      Instant startedAt,
      @Nullable PodStatus reported) {
    this.writer = writer;
    this.address = address;
    this.annotations = annotations;
    this.startedAt = startedAt;
    this.reported = reported;
  }

  /** Whether the last status could not be told, so that it is to be told again. */
  boolean isLate() {
    return unreported;
  }

  /**
   * Tells the pod's status, unless that is what was told last.
   *
   * @param prepared whether volumes and address are there
   * @param stopping whether its processes are being ended
   * @param mayEnd whether ended containers mean that the pod is over
   */
  void tell(
      Pod pod,
      List<ContainerSnapshot> containers,
      boolean prepared,
      boolean stopping,
      boolean mayEnd,
      Instant now) {
    var status =
        PodStatusComposer.compose(
            reported, address, containers, prepared, stopping, mayEnd, startedAt, now);
    if (status.equals(reported) && !unreported) {
      return;
    }
    try {
      writer.annotate(pod, annotations);
      writer.write(pod, status);
      reported = status;
      unreported = false;
    } catch (KubernetesClientException cause) {
      LOG.log(Level.DEBUG, "status not written: {0}", cause.getMessage());
      // A pod that is gone or replaced has no status any more; anything else is tried again.
      unreported = cause.getCode() != 404 && cause.getCode() != 409;
      reported = unreported ? reported : status;
    }
  }
}
