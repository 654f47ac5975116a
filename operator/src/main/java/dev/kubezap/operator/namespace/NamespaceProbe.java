package dev.kubezap.operator.namespace;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/** Asks the API server how a namespace stands. */
public final class NamespaceProbe {

  private static final ListOptions FIRST = new ListOptionsBuilder().withLimit(1L).build();

  private final KubernetesClient client;
  private final List<Class<? extends HasMetadata>> kinds;

  /**
   * A probe.
   *
   * @param kinds what must be readable in a namespace, the one that tells most first
   */
  public NamespaceProbe(KubernetesClient client, List<Class<? extends HasMetadata>> kinds) {
    this.client = client;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * Looks now.
   *
   * @param watched whether its rights are known; then one kind tells of all whether they are there
   *     still, since they are bound together
   */
  public NamespaceAccess look(String namespace, boolean watched) {
    try {
      State state = state(namespace);
      if (state == State.ABSENT) {
        return NamespaceAccess.ABSENT;
      }
      if (kinds.stream().limit(watched ? 1 : kinds.size()).allMatch(kind -> may(kind, namespace))) {
        return NamespaceAccess.USABLE;
      }
      return state == State.ENDING ? NamespaceAccess.ENDING : NamespaceAccess.FORBIDDEN;
    } catch (KubernetesClientException away) {
      return NamespaceAccess.UNKNOWN;
    }
  }

  /** Whether it is there and stays; one that may not be asked for is taken for that. */
  public boolean stays(String namespace) {
    try {
      return state(namespace) == State.STAYING;
    } catch (KubernetesClientException away) {
      return true;
    }
  }

  private enum State {
    ABSENT,
    ENDING,
    STAYING
  }

  private State state(String name) {
    try {
      Namespace found = client.namespaces().withName(name).get();
      if (found == null) {
        return State.ABSENT;
      }
      return found.getMetadata().getDeletionTimestamp() == null ? State.STAYING : State.ENDING;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        // Without kubernetes/namespace-rights.yaml; then the rights inside tell what they can.
        return State.STAYING;
      }
      throw e;
    }
  }

  private boolean may(Class<? extends HasMetadata> kind, String namespace) {
    try {
      client.resources(kind).inNamespace(namespace).list(FIRST);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }
}
