package dev.kubezap.playground.node.pod;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubezap.playground.node.spec.ContainerPorts;
import dev.kubezap.playground.node.spec.MissingSourceException;
import dev.kubezap.playground.node.spec.PodAddress;
import dev.kubezap.playground.node.spec.SupportedFields;
import dev.kubezap.playground.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one pod: takes events one by one, starts and ends processes, and has the status told. */
final class PodWorker implements Runnable {

  private static final System.Logger LOG = System.getLogger(PodWorker.class.getName());
  private static final String ADDRESS = "kubezap.dev/address";
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private final NodeContext node;
  private final PodAddress address;
  private final PodVolumes volumes;
  private final PodStatusWriter writer;
  private final Runnable ended;
  private final BlockingQueue<PodEvent> mailbox = new LinkedBlockingQueue<>();
  private final List<ContainerRunner> containers;
  private final RestartPolicy restartPolicy;
  private final String refusal;
  private final PodReport report;
  private Pod pod;
  private Instant refreshAt;
  private boolean prepared;
  private boolean stopping;
  private boolean deleting;
  private Duration given = Duration.ZERO;
  private boolean leaving;

  /**
   * The worker of a pod that is bound to the node.
   *
   * @param ended called once its processes have ended and nothing is left to do
   */
  PodWorker(NodeContext node, Pod pod, PodAddress address, Runnable ended) {
    this.node = node;
    this.pod = pod;
    this.address = address;
    this.ended = ended;
    this.writer = new PodStatusWriter(node.client());
    this.refreshAt = node.clock().instant();
    this.restartPolicy = RestartPolicy.of(pod.getSpec().getRestartPolicy());
    this.volumes =
        new PodVolumes(
            node.pods().resolve(pod.getMetadata().getUid()),
            address,
            node.sources(),
            node.tokens(),
            node.claims());
    this.refusal = String.join(", ", SupportedFields.refused(pod.getSpec(), new ObjectMapper()));
    // Asked for once: a port that is listened to is not free any more.
    var ports = new LinkedHashMap<String, ContainerPorts>();
    for (var container : pod.getSpec().getContainers()) {
      ports.put(container.getName(), ports(container));
    }
    this.containers =
        pod.getSpec().getContainers().stream()
            .map(
                container ->
                    runner(
                        container,
                        Objects.requireNonNull(ports.get(container.getName()), "made above")))
            .toList();
    this.report =
        new PodReport(writer, address, annotations(ports.values()), refreshAt, pod.getStatus());
  }

  void post(PodEvent event) {
    mailbox.add(event);
  }

  @Override
  public void run() {
    try {
      if (PodPhase.over(pod) || pod.getMetadata().getDeletionTimestamp() != null) {
        // From before the node was started again: nothing of it runs, and nothing is to.
        deleting = true;
        stopping = true;
        while (!finish()) {
          var event = mailbox.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
          leaving |= event instanceof PodEvent.Shutdown;
        }
        return;
      }
      if (!refusal.isEmpty()) {
        node.events().warning(pod, "Failed", "the playground's node cannot honour: " + refusal);
      }
      while (true) {
        step();
        if (stopping && containers.stream().noneMatch(ContainerRunner::runs) && finish()) {
          return;
        }
        var event = mailbox.poll(pause().toMillis(), TimeUnit.MILLISECONDS);
        if (event != null) {
          handle(event);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      ended.run();
    }
  }

  private void handle(PodEvent event) {
    switch (event) {
      case PodEvent.Changed changed -> {
        pod = changed.pod();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
          deleted(grace(pod.getMetadata().getDeletionGracePeriodSeconds()));
        }
      }
      case PodEvent.Removed removed -> {
        deleting = true;
        stop(Duration.ZERO);
      }
      case PodEvent.SourceChanged changed -> refreshAt = node.clock().instant();
      case PodEvent.Exited exited ->
          runner(exited.container())
              .ifPresent(runner -> runner.exited(pod, exited.pid(), exited.code(), restartPolicy));
      case PodEvent.Probed probed ->
          runner(probed.container())
              .ifPresent(
                  runner ->
                      runner.probed(
                          pod, probed, grace(pod.getSpec().getTerminationGracePeriodSeconds())));
      case PodEvent.Shutdown shutdown -> {
        leaving = true;
        stop(shutdown.grace());
      }
    }
  }

  /** A later deletion can only shorten the grace, as with a kubelet. */
  private void deleted(Duration grace) {
    if (!deleting || grace.compareTo(given) < 0) {
      deleting = true;
      given = grace;
      stop(grace);
    }
  }

  private void stop(Duration grace) {
    stopping = true;
    containers.forEach(container -> container.stop(grace));
  }

  private void step() {
    if (!stopping) {
      prepare();
      if (prepared) {
        containers.forEach(container -> container.step(pod));
      }
    }
    report.tell(
        pod,
        containers.stream().map(ContainerRunner::snapshot).toList(),
        prepared,
        stopping,
        deleting || restartPolicy != RestartPolicy.ALWAYS,
        node.clock().instant());
  }

  private void prepare() {
    if (refreshAt.isAfter(node.clock().instant())) {
      return;
    }
    if (!refusal.isEmpty()) {
      hold("CreateContainerConfigError", "the playground's node cannot honour: " + refusal);
      refreshAt = node.clock().instant().plus(REFRESH);
      return;
    }
    try {
      volumes.refresh(pod);
      prepared = true;
      refreshAt = node.clock().instant().plus(REFRESH);
    } catch (MissingSourceException | IOException | KubernetesClientException cause) {
      if (!prepared) {
        hold("ContainerCreating", "volumes are not ready: " + cause.getMessage());
      }
      LOG.log(Level.DEBUG, "volumes not refreshed: {0}", cause.getMessage());
      refreshAt = node.clock().instant().plus(RETRY);
    }
  }

  private void hold(String reason, String message) {
    containers.forEach(container -> container.hold(reason, message));
  }

  /**
   * Whether all is done: what is deleted must be gone, unless the node stops before; what is only
   * stopped stays.
   */
  private boolean finish() {
    if (!deleting) {
      return true;
    }
    try {
      writer.remove(pod);
      volumes.delete();
      node.tokens().forget(pod.getMetadata().getUid());
      return true;
    } catch (KubernetesClientException | IOException cause) {
      LOG.log(Level.DEBUG, "pod not removed yet: {0}", cause.getMessage());
      return leaving;
    }
  }

  private Duration pause() {
    if (report.isLate() || stopping) {
      return RETRY;
    }
    var next =
        containers.stream()
            .flatMap(
                container ->
                    prepared ? container.due().stream() : Optional.<Instant>empty().stream())
            .reduce(refreshAt, (left, right) -> left.isBefore(right) ? left : right);
    var pause = Duration.between(node.clock().instant(), next);
    return pause.isNegative() ? Duration.ZERO : pause.plusMillis(1);
  }

  private static Duration grace(@Nullable Long seconds) {
    return Duration.ofSeconds(seconds == null ? DEFAULT_GRACE_SECONDS : seconds);
  }

  private Optional<ContainerRunner> runner(String name) {
    return containers.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private ContainerRunner runner(Container container, ContainerPorts ports) {
    var before =
        pod.getStatus() == null
            ? Optional.<ContainerStatus>empty()
            : pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container.getName()))
                .findFirst();
    return new ContainerRunner(
        node, container, volumes.paths(container), address, ports, before, this::post);
  }

  private static Map<String, String> annotations(Collection<ContainerPorts> ports) {
    return ports.stream()
        .flatMap(each -> Optional.ofNullable(each.byName().get("http")).stream())
        .findFirst()
        .map(port -> Map.of(ADDRESS, "http://127.0.0.1:" + port))
        .orElse(Map.of());
  }

  private ContainerPorts ports(Container container) {
    var metadata = pod.getMetadata();
    return ContainerPorts.of(
        container,
        name ->
            node.ports().reserve(metadata.getNamespace() + "/" + metadata.getName() + "/" + name));
  }
}
