package dev.kubezap.pod.config;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the pod reaches the API server.
 *
 * @param serviceAccountFolder holds {@code token} and {@code ca.crt}; read anew for every request
 * @param codesInStatus whether QR and pairing code stand in the resource's status, rather than only
 *     until when they are valid
 */
public record KubernetesSettings(URI apiServer, Path serviceAccountFolder, boolean codesInStatus) {}
