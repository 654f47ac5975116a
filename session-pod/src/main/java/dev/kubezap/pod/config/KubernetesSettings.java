package dev.kubezap.pod.config;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the pod reaches the API server.
 *
 * @param serviceAccountFolder holds {@code token} and {@code ca.crt}; read anew for every request
 */
public record KubernetesSettings(URI apiServer, Path serviceAccountFolder) {}
