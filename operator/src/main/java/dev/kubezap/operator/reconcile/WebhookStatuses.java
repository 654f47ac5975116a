package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookStatus;
import dev.kubezap.operator.observed.Problem;
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
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Writes into each webhook how many sessions it selects, and whether its Secrets are there. Now and
 * then rather than with each session: a thousand that get one label are one write, and what has not
 * changed is not written.
 */
final class WebhookStatuses {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Kubezap.OPERATOR_FIELD_MANAGER)
          .withForce(true)
          .build();

  private final Supplier<Map<WhatsAppWebhook, Integer>> counts;
  private final WebhookSecrets secrets;
  private final BiConsumer<WhatsAppWebhook, WhatsAppWebhookStatus> writer;
  private final Clock clock;

  /**
   * Nothing was written yet.
   *
   * @param counts each webhook, and how many sessions it selects
   * @param writer writes a status
   */
  WebhookStatuses(
      Supplier<Map<WhatsAppWebhook, Integer>> counts,
      WebhookSecrets secrets,
      BiConsumer<WhatsAppWebhook, WhatsAppWebhookStatus> writer,
      Clock clock) {
    this.counts = counts;
    this.secrets = secrets;
    this.writer = writer;
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
    Map<WhatsAppWebhook, Integer> all = counts.get();
    secrets.begin(all.keySet());
    all.forEach(
        (webhook, selected) -> {
          try {
            write(webhook, selected);
          } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
              refusals.add(e);
            }
          }
        });
    if (!refusals.isEmpty()) {
      throw refusals.getFirst();
    }
  }

  private void write(WhatsAppWebhook webhook, int selected) {
    Optional<List<Problem>> problems = secrets.of(webhook);
    if (problems.isEmpty()) {
      return;
    }
    WhatsAppWebhookStatus next =
        WebhookReport.of(webhook, selected, problems.get(), clock.instant());
    if (!next.equals(webhook.getStatus())) {
      writer.accept(webhook, next);
    }
  }

  /** Writes a status by this client. */
  static BiConsumer<WhatsAppWebhook, WhatsAppWebhookStatus> by(KubernetesClient client) {
    return (webhook, status) -> {
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
                      "status", status));
      client
          .resources(WhatsAppWebhook.class)
          .inNamespace(metadata.getNamespace())
          .withName(metadata.getName())
          .subresource("status")
          .patch(APPLY, patch);
    };
  }
}
