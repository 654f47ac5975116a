package dev.kubezap.playground.node;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every pod that runs or is to run an address of 192.0.2.0/24 that no other one has. The
 * number of addresses is the number of pods that the node can have.
 */
final class PodAddresses {

  /** As many as the block has, without those of the network and of broadcasts. */
  static final int MOST = 254;

  private static final String BLOCK = "192.0.2.";

  private final String hostIp;
  private final int count;
  private final Map<String, String> byUid = new HashMap<>();

  /**
   * All are free.
   *
   * @param count how many there are, at most {@link #MOST}
   */
  PodAddresses(String hostIp, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("the block has 1 to " + MOST + " addresses");
    }
    this.hostIp = hostIp;
    this.count = count;
  }

  /** How many pods can have an address at once. */
  int count() {
    return count;
  }

  /**
   * The pod's addresses: those that it was given, those of its status, or the first free ones;
   * empty when other pods have all.
   */
  synchronized Optional<PodAddress> of(Pod pod) {
    var uid = pod.getMetadata().getUid();
    var reported = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (reported != null && !byUid.containsKey(uid) && !byUid.containsValue(reported)) {
      byUid.put(uid, reported);
    }
    var podIp = Optional.ofNullable(byUid.get(uid)).or(this::free);
    podIp.ifPresent(given -> byUid.put(uid, given));
    return podIp.map(given -> new PodAddress(given, hostIp));
  }

  /** The pod has ended or is gone: another may have its address. */
  synchronized void release(Pod pod) {
    byUid.remove(pod.getMetadata().getUid());
  }

  private Optional<String> free() {
    for (var last = 1; last <= count; last++) {
      if (!byUid.containsValue(BLOCK + last)) {
        return Optional.of(BLOCK + last);
      }
    }
    return Optional.empty();
  }
}
