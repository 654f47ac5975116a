package dev.kubezap.playground.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of a kubeconfig with one cluster and one user. */
final class Kubeconfig {

  private Kubeconfig() {}

  static String of(int port, String caPem, String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: playground
          cluster:
            server: https://127.0.0.1:%d
            certificate-authority-data: %s
        users:
        - name: playground
          user:
            token: %s
        contexts:
        - name: playground
          context: {cluster: playground, user: playground, namespace: default}
        current-context: playground
        """
        .formatted(
            port,
            Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8)),
            token);
  }
}
