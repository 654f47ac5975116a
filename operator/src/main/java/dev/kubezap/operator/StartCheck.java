package dev.kubezap.operator;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.operator.namespace.NamespaceProbe;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Tells in one sentence why the operator could not work, before it tries. */
public final class StartCheck {

  private static final ListOptions FIRST = new ListOptionsBuilder().withLimit(1L).build();

  static final Needed SESSIONS =
      new Needed("WhatsAppSession", "whatsappsessions.kubezap.dev.yaml", "rights.yaml");
  static final Needed WEBHOOKS =
      new Needed("WhatsAppWebhook", "whatsappwebhooks.kubezap.dev.yaml", "rights.yaml");
  static final Needed CLASSES =
      new Needed(
          "WhatsAppSessionClass", "whatsappsessionclasses.kubezap.dev.yaml", "class-rights.yaml");

  private StartCheck() {}

  /**
   * A kind of resources that the operator cannot work without.
   *
   * @param definition file that makes the API server know it
   * @param rights file that lets the operator read it
   */
  record Needed(String kind, String definition, String rights) {}

  /**
   * What has to be done first; empty when nothing.
   *
   * @param namespaces namespaces to serve; empty: all
   */
  public static Optional<String> obstacle(KubernetesClient client, Set<String> namespaces) {
    return obstacle(client, SESSIONS, () -> list(client, WhatsAppSession.class, namespaces))
        .or(() -> obstacle(client, WEBHOOKS, () -> list(client, WhatsAppWebhook.class, namespaces)))
        .or(
            () ->
                obstacle(client, CLASSES, () -> list(client, WhatsAppSessionClass.class, Set.of())))
        .or(() -> DefinitionCheck.obstacle(client));
  }

  private static Optional<String> obstacle(KubernetesClient client, Needed needed, Runnable look) {
    try {
      look.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(advice(needed, e.getCode(), client.getMasterUrl().toString(), e));
    }
  }

  private static void list(
      KubernetesClient client, Class<? extends HasMetadata> kind, Set<String> namespaces) {
    var resources = client.resources(kind);
    if (namespaces.isEmpty()) {
      resources.inAnyNamespace().list(FIRST);
    } else {
      listEach(client, kind, namespaces);
    }
  }

  /** One namespace that is lost is no reason not to look after the others. */
  private static void listEach(
      KubernetesClient client, Class<? extends HasMetadata> kind, Set<String> namespaces) {
    var probe = new NamespaceProbe(client, List.of());
    Optional<KubernetesClientException> refusal = Optional.empty();
    for (String namespace : namespaces) {
      try {
        client.resources(kind).inNamespace(namespace).list(FIRST);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
          throw e;
        }
        if (probe.stays(namespace)) {
          refusal = Optional.of(e);
        }
      }
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  static String advice(Needed needed, int code, String server, KubernetesClientException e) {
    return switch (code) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "The API server at "
              + server
              + " does not know "
              + needed.kind()
              + ": apply "
              + needed.definition()
              + " from crds/ first.";
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "The API server at "
              + server
              + " does not accept the operator's credentials: check KUBECONFIG.";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "The operator may not list the resources of kind "
              + needed.kind()
              + ": bind the rights in operator/kubernetes/"
              + needed.rights()
              + " to it.";
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
