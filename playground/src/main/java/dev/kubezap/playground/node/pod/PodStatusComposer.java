package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod's status as a kubelet composes it from its containers. */
final class PodStatusComposer {

  private static final Set<String> OWN =
      Set.of(
          "PodScheduled", "PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready");

  private PodStatusComposer() {}

  /**
   * The whole status.
   *
   * @param before the last known status: conditions that did not change keep their time, and those
   *     of others are kept
   * @param prepared whether volumes and address are there
   * @param stopping whether its processes are being ended
   * @param mayEnd whether ended containers mean that the pod is over: not so when only the node
   *     stops, after which they are started again
   */
  static PodStatus compose(
      @Nullable PodStatus before,
      PodAddress address,
      List<ContainerSnapshot> containers,
      boolean prepared,
      boolean stopping,
      boolean mayEnd,
      Instant startedAt,
      Instant now) {
    var ready = !stopping && containers.stream().allMatch(ContainerSnapshot::ready);
    return new PodStatusBuilder()
        .withPhase(phase(containers, mayEnd))
        .withHostIP(address.hostIp())
        .withHostIPs(new HostIP(address.hostIp()))
        .withPodIP(address.podIp())
        .withPodIPs(new PodIP(address.podIp()))
        .withStartTime(time(startedAt))
        .withQosClass(before == null ? null : before.getQosClass())
        .withContainerStatuses(containers.stream().map(PodStatusComposer::status).toList())
        .withConditions(conditions(before, prepared, ready, containers, now))
        .build();
  }

  private static String phase(List<ContainerSnapshot> containers, boolean mayEnd) {
    var ended =
        mayEnd
            && containers.stream()
                .allMatch(each -> each.state() instanceof ContainerState.Terminated);
    if (ended) {
      var failed =
          containers.stream()
              .anyMatch(
                  each ->
                      each.state() instanceof ContainerState.Terminated end && end.exitCode() != 0);
      return failed ? "Failed" : "Succeeded";
    }
    return containers.stream().anyMatch(each -> each.id().isEmpty()) ? "Pending" : "Running";
  }

  private static List<PodCondition> conditions(
      @Nullable PodStatus before,
      boolean prepared,
      boolean ready,
      List<ContainerSnapshot> containers,
      Instant now) {
    var unready =
        containers.stream().filter(each -> !each.ready()).map(ContainerSnapshot::name).toList();
    var message = unready.isEmpty() ? null : "containers with unready status: " + unready;
    var reason = ready ? null : "ContainersNotReady";
    var conditions = new ArrayList<PodCondition>();
    conditions.add(condition(before, "PodScheduled", true, null, null, now));
    conditions.add(condition(before, "PodReadyToStartContainers", prepared, null, null, now));
    conditions.add(condition(before, "Initialized", true, null, null, now));
    conditions.add(condition(before, "ContainersReady", ready, reason, message, now));
    conditions.add(condition(before, "Ready", ready, reason, message, now));
    if (before != null) {
      before.getConditions().stream()
          .filter(other -> !OWN.contains(other.getType()))
          .forEach(conditions::add);
    }
    return conditions;
  }

  private static PodCondition condition(
      @Nullable PodStatus before,
      String type,
      boolean value,
      @Nullable String reason,
      @Nullable String message,
      Instant now) {
    var text = value ? "True" : "False";
    var since =
        before == null
            ? time(now)
            : before.getConditions().stream()
                .filter(old -> type.equals(old.getType()) && text.equals(old.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .orElse(time(now));
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(text)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .build();
  }

  private static ContainerStatus status(ContainerSnapshot container) {
    return new ContainerStatusBuilder()
        .withName(container.name())
        .withImage(container.image())
        .withImageID("")
        .withContainerID(container.id().isEmpty() ? null : container.id())
        .withRestartCount(container.restarts())
        .withStarted(container.started())
        .withReady(container.ready())
        .withState(state(container.state()))
        .withLastState(
            container
                .last()
                .map(PodStatusComposer::state)
                .orElseGet(io.fabric8.kubernetes.api.model.ContainerState::new))
        .build();
  }

  private static io.fabric8.kubernetes.api.model.ContainerState state(ContainerState state) {
    var builder = new ContainerStateBuilder();
    return switch (state) {
      case ContainerState.Waiting waiting ->
          builder
              .withNewWaiting(
                  waiting.message().isEmpty() ? null : waiting.message(), waiting.reason())
              .build();
      case ContainerState.Running running ->
          builder.withNewRunning(time(running.startedAt())).build();
      case ContainerState.Terminated end ->
          builder
              .withNewTerminated()
              .withExitCode(end.exitCode())
              .withReason(end.reason())
              .withStartedAt(time(end.startedAt()))
              .withFinishedAt(time(end.finishedAt()))
              .withContainerID(end.id().isEmpty() ? null : end.id())
              .endTerminated()
              .build();
    };
  }

  private static String time(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }
}
