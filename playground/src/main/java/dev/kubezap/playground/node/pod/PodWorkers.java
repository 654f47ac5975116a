package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workers of all pods of the node, one per pod name: a pod that takes the name of another
 * starts once the processes of that one have ended.
 */
public final class PodWorkers {

  private final NodeContext node;
  private final Function<Pod, PodAddress> addresses;
  private final Map<String, Running> workers = new HashMap<>();
  private boolean shutdown;

  /**
   * No workers yet.
   *
   * @param addresses gives a pod its addresses
   */
  public PodWorkers(NodeContext node, Function<Pod, PodAddress> addresses) {
    this.node = node;
    this.addresses = addresses;
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
    var key = key(pod);
    var worker = new PodWorker(node, pod, addresses.apply(pod), () -> ended(key));
    var thread = Thread.ofVirtual().name("pod-" + key).unstarted(worker);
    workers.put(key, new Running(pod.getMetadata().getUid(), worker, thread, null));
    thread.start();
    worker.post(new PodEvent.Changed(pod));
  }

  private synchronized void ended(String key) {
    var running = workers.remove(key);
    if (running != null && running.next() != null && !shutdown) {
      start(running.next());
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
