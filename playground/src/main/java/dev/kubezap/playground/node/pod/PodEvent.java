package dev.kubezap.playground.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/** What a pod's worker reacts to. */
sealed interface PodEvent {

  /** The pod has changed, or is new. */
  record Changed(Pod pod) implements PodEvent {}

  /** The pod is gone from the API server. */
  record Removed() implements PodEvent {}

  /** Something that it refers to may have changed. */
  record SourceChanged() implements PodEvent {}

  /** A container's process has ended. */
  record Exited(String container, long pid, int code) implements PodEvent {}

  /** A probe of a container's process has answered. */
  record Probed(String container, long pid, ProbeKind kind, boolean success, String message)
      implements PodEvent {}

  /** The playground ends: processes are to end, the pod stays. */
  record Shutdown(Duration grace) implements PodEvent {}
}
