package dev.kubezap.playground.node;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/** Gives every pod an address of 192.0.2.0/24 that no other pod has at the time. */
final class PodAddresses {

  private static final String BLOCK = "192.0.2.";
  private static final int LAST = 254;

  private final String hostIp;
  private final Map<String, String> byUid = new HashMap<>();

  PodAddresses(String hostIp) {
    this.hostIp = hostIp;
  }

  /** The pod's addresses: those of its status, when it has some, or the first free ones. */
  synchronized PodAddress of(Pod pod) {
    var uid = pod.getMetadata().getUid();
    var reported = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (reported != null && !byUid.containsKey(uid) && !byUid.containsValue(reported)) {
      byUid.put(uid, reported);
    }
    return new PodAddress(byUid.computeIfAbsent(uid, key -> free()), hostIp);
  }

  synchronized void release(Pod pod) {
    byUid.remove(pod.getMetadata().getUid());
  }

  private String free() {
    for (var last = 1; last <= LAST; last++) {
      if (!byUid.containsValue(BLOCK + last)) {
        return BLOCK + last;
      }
    }
    throw new IllegalStateException("the playground's node has addresses for " + LAST + " pods");
  }
}
