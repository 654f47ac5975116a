package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Webhooks that select sessions, on a real control plane; no pod is restarted for them. */
@LoopTest
class SelectingWebhooksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OWN = "{webhooks: [{name: own, url: 'https://own.example/'}]}";

  private final OperatorWorld world;

  SelectingWebhooksTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void theyComeAndGoWithLabelsSelectorsAndThemselves() {
    Pod before = world.connected("support", OWN);
    applied("orders", "{selector: {matchLabels: {team: shop}}, url: 'https://a.example/'}");

    label("support", "shop");
    awaitWebhooks("support", "https://own.example/", "selected.orders", "https://a.example/");

    applied("orders", "{selector: {matchLabels: {team: shop}}, url: 'https://b.example/'}");
    awaitWebhooks("support", "https://own.example/", "selected.orders", "https://b.example/");

    applied("orders", "{selector: {matchLabels: {team: bank}}, url: 'https://b.example/'}");
    awaitNoneButOwn("support");

    label("support", "bank");
    awaitWebhooks("support", "selected.orders");
    world
        .client
        .resources(WhatsAppWebhook.class)
        .inNamespace(world.stage.namespace())
        .withName("orders")
        .delete();
    awaitNoneButOwn("support");

    Pod after = world.stage.pod("support");
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void itsStatusCountsTheSessionsAndIsWrittenOnce() {
    applied("counted", "{selector: {matchLabels: {team: shop}}, url: 'https://a.example/'}");
    awaitCount("counted", 0);
    world.stage.apply("one", "{}");
    world.stage.apply("two", "{}");
    label("one", "shop");
    label("two", "shop");
    WhatsAppWebhook told = awaitCount("counted", 2);
    assertThat(told.getStatus().conditions()).hasSize(1);
    assertThat(told.getStatus().conditions().getFirst().status()).isEqualTo("True");
    assertThat(told.getStatus().conditions().getFirst().reason()).isEqualTo("Selecting");
    assertThat(told.getStatus().observedGeneration()).isEqualTo(1);

    label("two", "bank");
    awaitCount("counted", 1);
  }

  @Test
  void itsStatusSaysWhichSecretIsMissingUntilItIsThere() {
    applied(
        "unsigned", "{url: 'https://a.example/', signingKeySecretRef: {name: late, key: signing}}");
    awaitReady("unsigned", "Secret late does not exist: create it with the key signing");

    world.stage.secret("late", Map.of("other", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="));
    awaitReady("unsigned", "Secret late has no key signing: add it");

    world
        .client
        .secrets()
        .inNamespace(world.stage.namespace())
        .withName("late")
        .edit(
            secret ->
                new SecretBuilder(secret)
                    .withStringData(Map.of("signing", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="))
                    .build());
    await()
        .atMost(PATIENCE)
        .until(
            () -> webhook("unsigned").getStatus().conditions().getFirst().status(), "True"::equals);
  }

  private void awaitReady(String name, String missing) {
    var message = "in namespace " + world.stage.namespace() + ": " + missing;
    await()
        .atMost(PATIENCE)
        .until(
            () -> webhook(name).getStatus(),
            status ->
                status != null
                    && "SecretMissing".equals(status.conditions().getFirst().reason())
                    && message.equals(status.conditions().getFirst().message()));
  }

  private WhatsAppWebhook webhook(String name) {
    return world
        .client
        .resources(WhatsAppWebhook.class)
        .inNamespace(world.stage.namespace())
        .withName(name)
        .get();
  }

  private WhatsAppWebhook awaitCount(String name, int sessions) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                world
                    .client
                    .resources(WhatsAppWebhook.class)
                    .inNamespace(world.stage.namespace())
                    .withName(name)
                    .get(),
            webhook ->
                webhook.getStatus() != null
                    && Objects.equals(webhook.getStatus().selectedSessions(), sessions));
  }

  @Test
  void oneWithoutASelectorIsForAllOfItsNamespaceAndSaysWhenASecretIsMissing() {
    applied(
        "audit", "{url: 'https://a.example/', signingKeySecretRef: {name: hook, key: signing}}");
    world.stage.apply("support", "{}");
    WhatsAppSession waiting = world.stage.awaitSession("support", phase("Pending"));
    assertThat(condition(waiting, "Reconciling").orElseThrow().reason()).isEqualTo("SecretMissing");
    assertThat(condition(waiting, "Ready").orElseThrow().message())
        .isEqualTo(
            "Secret hook does not exist: create it with the key signing, for the WhatsAppWebhook"
                + " audit");

    world.stage.secret("hook", Map.of("signing", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="));

    awaitWebhooks("support", "selected.audit", "whsec_MDEyMzQ1Njc4OWFiY2RlZg==");
  }

  private void applied(String name, String spec) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppWebhook
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, world.stage.namespace(), spec);
    world
        .client
        .resource(world.client.getKubernetesSerialization().unmarshal(yaml, WhatsAppWebhook.class))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private void label(String session, String team) {
    world
        .client
        .resources(WhatsAppSession.class)
        .inNamespace(world.stage.namespace())
        .withName(session)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"team\":\"" + team + "\"}}}");
  }

  private void awaitWebhooks(String session, String... parts) {
    await()
        .atMost(PATIENCE)
        .ignoreException(NullPointerException.class)
        .untilAsserted(
            () -> assertThat(world.secretText("was-" + session, "webhooks.json")).contains(parts));
  }

  private void awaitNoneButOwn(String session) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.secretText("was-" + session, "webhooks.json"))
                    .contains("https://own.example/")
                    .doesNotContain("selected."));
  }
}
