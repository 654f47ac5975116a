package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookStatus;
import dev.kubezap.operator.status.WebhookReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes into each webhook how many sessions it selects. Now and then rather than with each
 * session: a thousand that get one label are one write, and what has not changed is not written.
 */
final class WebhookStatuses {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Kubezap.OPERATOR_FIELD_MANAGER)
          .withForce(true)
          .build();

  private final SelectingWebhooks webhooks;
  private final KubernetesClient client;
  private final Clock clock;

  WebhookStatuses(SelectingWebhooks webhooks, KubernetesClient client, Clock clock) {
    this.webhooks = webhooks;
    this.client = client;
    this.clock = clock;
  }

  /**
   * Looks at all of them; one that is gone meanwhile is left out, and one that cannot be written
   * keeps no other from it.
   *
   * @throws KubernetesClientException the first refusal, when all were looked at
   */
  void write() {
    List<KubernetesClientException> refusals = new ArrayList<>();
    webhooks
        .counts()
        .forEach(
            (webhook, selected) -> {
              try {
                write(webhook, selected);
              } catch (KubernetesClientException e) {
                refusals.add(e);
              }
            });
    if (!refusals.isEmpty()) {
      throw refusals.getFirst();
    }
  }

  private void write(WhatsAppWebhook webhook, int selected) {
    WhatsAppWebhookStatus next = WebhookReport.of(webhook, selected, clock.instant());
    if (next.equals(webhook.getStatus())) {
      return;
    }
    var metadata = webhook.getMetadata();
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "apiVersion", webhook.getApiVersion(),
                    "kind", webhook.getKind(),
                    "metadata",
                        Map.of("namespace", metadata.getNamespace(), "name", metadata.getName()),
                    "status", next));
    try {
      client
          .resources(WhatsAppWebhook.class)
          .inNamespace(metadata.getNamespace())
          .withName(metadata.getName())
          .subresource("status")
          .patch(APPLY, patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
