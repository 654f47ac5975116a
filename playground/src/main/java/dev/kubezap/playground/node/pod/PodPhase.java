package dev.kubezap.playground.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;

/** What a pod's phase says about its processes. */
public final class PodPhase {

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private PodPhase() {}

  /** Whether its containers have ended for good: it is never run again. */
  public static boolean over(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getPhase() != null
        && OVER.contains(pod.getStatus().getPhase());
  }
}
