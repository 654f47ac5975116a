package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Whether the API server answers. Asked is what the operator may read anyway, since hardened
 * clusters keep {@code /readyz} for themselves.
 */
final class ApiServerPulse {

  private static final ListOptions FIRST = new ListOptionsBuilder().withLimit(1L).build();
  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;

  /** Asks through this client. */
  ApiServerPulse(KubernetesClient client) {
    this.client = client;
  }

  /** Asks now. A refusal is an answer, one that says that it cannot answer now is none. */
  boolean answers() {
    try {
      var _ = // that there is one is enough
          client.resources(WhatsAppSessionClass.class).list(FIRST);
      return true;
    } catch (KubernetesClientException e) {
      int code = e.getCode();
      return code >= HttpURLConnection.HTTP_BAD_REQUEST
          && code < HttpURLConnection.HTTP_INTERNAL_ERROR
          && code != TOO_MANY_REQUESTS;
    }
  }
}
