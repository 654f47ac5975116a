package dev.kubezap.playground.node.pod;

import java.util.Optional;

/**
 * All that a pod's status says about one container.
 *
 * @param last how its former process ended
 * @param id the container id, empty when no process was started yet
 */
public record ContainerSnapshot(
    String name,
    String image,
    ContainerState state,
    Optional<ContainerState.Terminated> last,
    int restarts,
    boolean started,
    boolean ready,
    String id) {}
