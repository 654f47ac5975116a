package dev.kubezap.pod.config;

/**
 * Where the pod serves.
 *
 * @param host the address of both ports
 * @param port the API's; 0 for any free one
 * @param managementPort of health and metrics; 0 for any free one
 * @param keyInQuery whether streams and pictures take a key in their address
 */
public record HttpSettings(String host, int port, int managementPort, boolean keyInQuery) {}
