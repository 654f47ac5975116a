package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookStatus;
import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.observed.Problem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is written into which webhook, and what is read for it. */
class WebhookStatusesTest {

  private static final Problem MISSING = Problem.absent("SecretMissing", "Secret hook is away");

  private final MovedClock clock = new MovedClock();
  private final Map<WhatsAppWebhook, Integer> webhooks = new LinkedHashMap<>();
  private final Map<String, WhatsAppWebhookStatus> written = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new LinkedHashMap<>();
  private final List<String> read = new ArrayList<>();
  private List<Problem> problems = List.of();
  private final WebhookStatuses statuses =
      new WebhookStatuses(
          () -> webhooks,
          new WebhookSecrets(
              webhook -> {
                read.add(webhook.getMetadata().getName());
                return problems;
              },
              clock),
          (webhook, status) -> {
            String name = webhook.getMetadata().getName();
            if (refusals.containsKey(name)) {
              throw new KubernetesClientException(name + " refused", refusals.get(name), null);
            }
            written.put(name, status);
            webhook.setStatus(status);
          },
          clock);

  @Test
  void oneThatIsRefusedOrGoneKeepsNoOtherFromIt() {
    webhooks.put(webhook("first", ""), 1);
    webhooks.put(webhook("gone", ""), 1);
    webhooks.put(webhook("second", ""), 1);
    webhooks.put(webhook("last", ""), 2);
    refusals.putAll(Map.of("first", 403, "gone", 404, "second", 500));

    assertThatThrownBy(statuses::write)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("first refused");
    assertThat(written).containsOnlyKeys("last");
    assertThat(Objects.requireNonNull(written.get("last")).selectedSessions()).isEqualTo(2);

    refusals.keySet().removeAll(List.of("first", "second"));
    statuses.write();
    assertThat(written)
        .as("one that is gone is no failure")
        .containsOnlyKeys("last", "first", "second");
  }

  @Test
  void oneWhoseSecretsCannotBeReadKeepsNoOtherFromIt() {
    webhooks.put(webhook("first", "signingKeySecretRef: {name: hook, key: signing}"), 1);
    webhooks.put(webhook("last", ""), 1);
    var failing =
        new WebhookStatuses(
            () -> webhooks,
            new WebhookSecrets(
                _ -> {
                  throw new KubernetesClientException("no right", 403, null);
                },
                clock),
            (webhook, status) -> written.put(webhook.getMetadata().getName(), status),
            clock);

    assertThatThrownBy(failing::write).hasMessage("no right");
    assertThat(written).containsOnlyKeys("last");
  }

  @Test
  void aMissingSecretIsSaidAndHealsAtTheNextRound() {
    webhooks.put(webhook("orders", "signingKeySecretRef: {name: hook, key: signing}"), 3);
    problems = List.of(MISSING, Problem.absent("SecretMissing", "Secret token is away"), MISSING);
    statuses.write();
    Condition ready = ready("orders");
    assertThat(ready.status()).isEqualTo("False");
    assertThat(ready.reason()).isEqualTo("SecretMissing");
    assertThat(ready.message())
        .isEqualTo("in namespace shop: Secret hook is away; Secret token is away");

    clock.move(Duration.ofSeconds(10));
    problems = List.of();
    statuses.write();
    assertThat(ready("orders").reason()).isEqualTo("Selecting");
    assertThat(read).hasSize(2);

    written.clear();
    clock.move(Duration.ofMinutes(4));
    statuses.write();
    assertThat(read).as("what is well is read now and then").hasSize(2);
    clock.move(Duration.ofMinutes(1));
    statuses.write();
    assertThat(read).hasSize(3);
    assertThat(written).as("nothing changed").isEmpty();

    webhooks.keySet().iterator().next().getMetadata().setGeneration(2L);
    statuses.write();
    assertThat(read).as("it was changed").hasSize(4);
  }

  @Test
  void aHeaderCountsAndOneWithoutSecretsIsNotReadFor() {
    webhooks.put(webhook("plain", "headers: [{name: X-A, value: b}]"), 1);
    webhooks.put(
        webhook("header", "headers: [{name: X-A, secretRef: {name: hook, key: token}}]"), 1);
    statuses.write();
    assertThat(read).containsExactly("header");
    assertThat(written).containsOnlyKeys("plain", "header");
  }

  @Test
  void oneRoundReadsForFiftyAndTheOthersFollow() {
    for (int i = 0; i < 120; i++) {
      webhooks.put(webhook("w" + i, "signingKeySecretRef: {name: hook, key: signing}"), 1);
    }
    statuses.write();
    assertThat(written).hasSize(50);
    statuses.write();
    statuses.write();
    assertThat(written).hasSize(120);
    assertThat(read).hasSize(120);
  }

  private Condition ready(String name) {
    return Objects.requireNonNull(written.get(name)).conditions().getFirst();
  }

  private static WhatsAppWebhook webhook(String name, String more) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: kubezap.dev/v1alpha1
            kind: WhatsAppWebhook
            metadata: {namespace: shop, name: %s, uid: uid-%s, generation: 1}
            spec: {url: 'https://a.example/', %s}
            """
                .formatted(name, name, more),
            WhatsAppWebhook.class);
  }
}
