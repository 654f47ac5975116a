package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.ContainerLaunch;
import dev.kubezap.playground.node.spec.ContainerPorts;
import dev.kubezap.playground.node.spec.MissingSourceException;
import dev.kubezap.playground.node.spec.MountPaths;
import dev.kubezap.playground.node.spec.PodAddress;
import dev.kubezap.playground.process.ChildProcess;
import dev.kubezap.playground.process.Launch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One container of a pod. Used by its pod's worker alone, which it tells through events. */
final class ContainerRunner {

  private static final Duration MISSING_RETRY = Duration.ofSeconds(2);
  private static final String SIGTERM_REASON = "Completed";

  private final NodeContext node;
  private final Container container;
  private final MountPaths paths;
  private final PodAddress address;
  private final ContainerPorts ports;
  private final Consumer<PodEvent> mailbox;
  private ContainerState state;
  private Optional<ContainerState.Terminated> last = Optional.empty();
  private int restarts;
  private int failures;
  private @Nullable ChildProcess process;
  private @Nullable ContainerProbes probes;
  private String id = "";
  private boolean stopping;

  /**
   * A container that does not run yet.
   *
   * @param before its last known status, from before the node itself was started again
   */
  ContainerRunner(
      NodeContext node,
      Container container,
      MountPaths paths,
      PodAddress address,
      ContainerPorts ports,
      Optional<ContainerStatus> before,
      Consumer<PodEvent> mailbox) {
    this.node = node;
    this.container = container;
    this.paths = paths;
    this.address = address;
    this.ports = ports;
    this.mailbox = mailbox;
    this.state = new ContainerState.Waiting("ContainerCreating", "", node.clock().instant());
    before
        .filter(status -> status.getContainerID() != null)
        .ifPresent(status -> restarts = status.getRestartCount() + 1);
  }

  String name() {
    return container.getName();
  }

  boolean runs() {
    return process != null && process.alive();
  }

  /** When it wants to be looked at again; empty when only an event can change something. */
  Optional<Instant> due() {
    return state instanceof ContainerState.Waiting waiting && !stopping
        ? Optional.of(waiting.notBefore())
        : Optional.empty();
  }

  /** Keeps it from starting, with a reason for people. */
  void hold(String reason, String message) {
    if (process == null) {
      state =
          new ContainerState.Waiting(reason, message, node.clock().instant().plus(MISSING_RETRY));
    }
  }

  /** Starts its process when it is time to. */
  void step(Pod pod) {
    if (!stopping
        && state instanceof ContainerState.Waiting waiting
        && !waiting.notBefore().isAfter(node.clock().instant())) {
      start(pod);
    }
  }

  private void start(Pod pod) {
    try {
      var launch =
          ContainerLaunch.of(
              pod,
              container,
              address,
              node.sources(),
              paths,
              ports,
              node.images(),
              node.environment());
      var again = !id.isEmpty();
      if (!again && restarts == 0) {
        // The log of an earlier pod of this name is kept, but is not this one's.
        ChildProcess.setLogAside(log(pod));
      }
      var started = ChildProcess.start(local(pod, launch), node.records());
      process = started;
      id = "process://" + started.pid() + "-" + pod.getMetadata().getUid();
      restarts += again ? 1 : 0;
      state = new ContainerState.Running(node.clock().instant());
      probes = new ContainerProbes(node.http(), container, ports, started.pid(), mailbox);
      node.events().normal(pod, "Started", "Started container " + name());
      var _ =
          started
              .exit()
              .thenAccept(code -> mailbox.accept(new PodEvent.Exited(name(), started.pid(), code)));
    } catch (MissingSourceException missing) {
      fail(pod, "CreateContainerConfigError", missing.getMessage());
    } catch (IOException cause) {
      fail(pod, "RunContainerError", cause.getMessage());
    }
  }

  private void fail(Pod pod, String reason, @Nullable String message) {
    var text = String.valueOf(message);
    if (!(state instanceof ContainerState.Waiting waiting && waiting.message().equals(text))) {
      node.events().warning(pod, "Failed", "Error: " + text);
    }
    state = new ContainerState.Waiting(reason, text, node.clock().instant().plus(MISSING_RETRY));
  }

  private Launch local(Pod pod, ContainerLaunch launch) {
    return new Launch(
        "pod_" + unique(pod), launch.command(), launch.environment(), paths.root(), log(pod));
  }

  private Path log(Pod pod) {
    return node.logs().resolve(unique(pod) + ".log");
  }

  private String unique(Pod pod) {
    return pod.getMetadata().getNamespace() + "_" + pod.getMetadata().getName() + "_" + name();
  }

  /** Its process has ended. */
  void exited(Pod pod, long pid, int code, RestartPolicy policy) {
    if (process == null
        || process.pid() != pid
        || !(state instanceof ContainerState.Running running)) {
      return;
    }
    stopProbes();
    var now = node.clock().instant();
    var reason = code == 0 || (stopping && code == 143) ? SIGTERM_REASON : "Error";
    var ended = new ContainerState.Terminated(code, reason, running.startedAt(), now, id);
    failures = RestartPolicy.failuresAfter(failures, Duration.between(running.startedAt(), now));
    var delay = stopping ? Optional.<Duration>empty() : policy.delay(code, failures);
    if (delay.isEmpty()) {
      state = ended;
      return;
    }
    last = Optional.of(ended);
    if (delay.get().isZero()) {
      state = new ContainerState.Waiting("ContainerCreating", "", now);
      return;
    }
    var message =
        "back-off %d ms restarting failed container %s".formatted(delay.get().toMillis(), name());
    state = new ContainerState.Waiting("CrashLoopBackOff", message, now.plus(delay.get()));
    node.events()
        .warning(
            pod, "BackOff", "Container " + name() + " ended with code " + code + "; " + message);
  }

  /** A probe has answered. */
  void probed(Pod pod, PodEvent.Probed probed, Duration grace) {
    var current = probes;
    if (current == null || process == null || process.pid() != probed.pid()) {
      return;
    }
    if (!probed.success()) {
      node.events()
          .warning(pod, "Unhealthy", probed.kind().title() + " probe failed: " + probed.message());
    }
    if (current.record(probed.kind(), probed.success()) == ContainerProbes.Verdict.RESTART) {
      node.events()
          .normal(
              pod,
              "Killing",
              "Container %s failed its %s probe, will be restarted"
                  .formatted(name(), probed.kind().title()));
      stopProbes();
      stopInBackground(grace);
    }
  }

  /** Ends its process for good; the end comes as an event. */
  void stop(Duration grace) {
    stopping = true;
    stopProbes();
    stopInBackground(grace);
  }

  private void stopInBackground(Duration grace) {
    var current = process;
    if (current == null || !current.alive()) {
      return;
    }
    Thread.ofVirtual()
        .name("stop-" + name())
        .start(
            () -> {
              try {
                current.stop(grace);
              } catch (InterruptedException interrupted) {
                current.kill();
              }
            });
  }

  private void stopProbes() {
    if (probes != null) {
      probes.close();
      probes = null;
    }
  }

  ContainerSnapshot snapshot() {
    var running = state instanceof ContainerState.Running;
    var current = probes;
    return new ContainerSnapshot(
        name(),
        container.getImage(),
        state,
        last,
        restarts,
        running && current != null && current.started(),
        running && current != null && current.ready(),
        id);
  }
}
