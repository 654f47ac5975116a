package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workers of all pods of the node, one per pod name: a pod that takes the name of another
 * starts once the processes of that one have ended.
 */
public final class PodWorkers {

  private static final System.Logger LOG = System.getLogger(PodWorkers.class.getName());

  private final NodeContext node;
  private final Function<Pod, Optional<PodAddress>> addresses;
  private final Consumer<Pod> reject;
  private final Map<String, Running> workers = new HashMap<>();
  private boolean shutdown;

  /**
   * No workers yet.
   *
   * @param addresses gives a pod its addresses, when there are some for it
   * @param reject told of a pod for which there are none
   */
  public PodWorkers(
      NodeContext node, Function<Pod, Optional<PodAddress>> addresses, Consumer<Pod> reject) {
    this.node = node;
    this.addresses = addresses;
    this.reject = reject;
  }

  /** A pod of this node is new or has changed. */
  public synchronized void changed(Pod pod) {
    var running = workers.get(key(pod));
    if (running == null) {
      if (!shutdown) {
        start(pod);
      }
    } else if (running.uid().equals(pod.getMetadata().getUid())) {
      running.worker().post(new PodEvent.Changed(pod));
    } else {
      workers.put(key(pod), running.followedBy(pod));
      running.worker().post(new PodEvent.Removed());
    }
  }

  /** Begins with a pod of this node, unless that has been done. */
  public synchronized void resume(Pod pod) {
    if (!workers.containsKey(key(pod))) {
      changed(pod);
    }
  }

  /** A pod is gone. */
  public synchronized void removed(Pod pod) {
    var running = workers.get(key(pod));
    if (running == null) {
      return;
    }
    if (running.uid().equals(pod.getMetadata().getUid())) {
      running.worker().post(new PodEvent.Removed());
    } else if (running.next() != null
        && running.next().getMetadata().getUid().equals(pod.getMetadata().getUid())) {
      workers.put(key(pod), running.followedBy(null));
    }
  }

  /** Something that pods of this namespace may refer to has changed. */
  public synchronized void sourceChanged(String namespace) {
    workers.forEach(
        (key, running) -> {
          if (key.startsWith(namespace + "/")) {
            running.worker().post(new PodEvent.SourceChanged());
          }
        });
  }

  /** Ends all processes and waits for that; the pods stay. */
  public void shutdown(Duration grace) throws InterruptedException {
    Map<String, Running> ending;
    synchronized (this) {
      shutdown = true;
      ending = Map.copyOf(workers);
      ending.values().forEach(running -> running.worker().post(new PodEvent.Shutdown(grace)));
    }
    for (var running : ending.values()) {
      running.thread().join(grace.plusSeconds(5));
    }
  }

  private void start(Pod pod) {
    if (PodPhase.over(pod) && pod.getMetadata().getDeletionTimestamp() == null) {
      return;
    }
    addresses.apply(pod).ifPresentOrElse(address -> start(pod, address), () -> reject.accept(pod));
  }

  private void start(Pod pod, PodAddress address) {
    var key = key(pod);
    var worker = new PodWorker(node, pod, address, () -> ended(key));
    var thread = Thread.ofVirtual().name("pod-" + key).unstarted(worker);
    workers.put(key, new Running(pod.getMetadata().getUid(), worker, thread, null));
    thread.start();
    worker.post(new PodEvent.Changed(pod));
  }

  private synchronized void ended(String key) {
    var running = workers.remove(key);
    if (running != null && running.next() != null && !shutdown) {
      try {
        start(running.next());
      } catch (KubernetesClientException cause) {
        LOG.log(Level.DEBUG, "to be resumed: {0}", cause.getMessage());
      }
    }
  }

  private static String key(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  private record Running(String uid, PodWorker worker, Thread thread, @Nullable Pod next) {
    Running followedBy(@Nullable Pod pod) {
      return new Running(uid, worker, thread, pod);
    }
  }
}
