package dev.kubezap.operator;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells in one sentence why the operator could not work, before it tries. */
final class StartCheck {

  private static final ListOptions FIRST = new ListOptionsBuilder().withLimit(1L).build();

  private StartCheck() {}

  /**
   * What has to be done first; empty when nothing.
   *
   * @param namespaces namespaces to serve; empty: all
   */
  static Optional<String> obstacle(KubernetesClient client, Set<String> namespaces) {
    var sessions = client.resources(WhatsAppSession.class);
    try {
      if (namespaces.isEmpty()) {
        sessions.inAnyNamespace().list(FIRST);
      } else {
        namespaces.forEach(namespace -> sessions.inNamespace(namespace).list(FIRST));
      }
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(advice(e.getCode(), client.getMasterUrl().toString(), e));
    }
  }

  static String advice(int code, String server, KubernetesClientException e) {
    return switch (code) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "The API server at "
              + server
              + " does not know WhatsAppSession: apply whatsappsessions.kubezap.dev.yaml from crds/ first.";
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "The API server at "
              + server
              + " does not accept the operator's credentials: check KUBECONFIG.";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "The operator may not list WhatsAppSessions: bind the rights in operator/kubernetes/rights.yaml to it.";
      default ->
          "The API server at "
              + server
              + " cannot be used ("
              + root(e)
              + "): set KUBECONFIG to a file that names another, or see why this one is away.";
    };
  }

  /** What went wrong first; the client's own message only names the request. */
  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage();
    return cause instanceof UnknownHostException
        ? "unknown host " + message
        : Objects.requireNonNullElse(message, cause.getClass().getSimpleName());
  }
}
