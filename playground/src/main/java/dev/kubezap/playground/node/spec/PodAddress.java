package dev.kubezap.playground.node.spec;

/**
 * The addresses that a pod has for Kubernetes.
 *
 * @param podIp from 192.0.2.0/24, the block for documentation, since loopback is refused in
 *     endpoints; nothing answers there
 * @param hostIp the node's
 */
public record PodAddress(String podIp, String hostIp) {}
