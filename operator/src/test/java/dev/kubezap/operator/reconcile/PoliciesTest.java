package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the admission policies refuse, whatever rights somebody has. */
@LoopTest
@ExtendWith(ControlPlaneExtension.class)
class PoliciesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WRITTEN = "system:serviceaccount:kubezap:kubezap-operator";

  private final OperatorWorld world;
  private final KubernetesClient operator;
  private final List<HasMetadata> policies = new ArrayList<>();

  PoliciesTest(OperatorWorld world, ControlPlane plane) {
    this.world = world;
    operator = OperatorAccount.client(plane, world.client);
  }

  @BeforeEach
  void apply() throws Exception {
    for (String policy : List.of("operator-objects", "session-pods", "protection")) {
      String yaml =
          Files.readString(Path.of("kubernetes/" + policy + "-policy.yaml"))
              .replace(WRITTEN, "system:serviceaccount:default:kubezap-operator");
      policies.addAll(
          world
              .client
              .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
              .items());
    }
    assertThat(policies).hasSize(6);
    policies.forEach(object -> world.client.resource(object).serverSideApply());
    // The API server takes a moment to learn of a policy. A dry run leaves nothing behind before.
    inEffect(operator, "Secret", "probe", "{}", "objects of sessions alone");
    inEffect(world.client, "Pod", "probe", pod("probe", "default"), "own ServiceAccount");
    GenericKubernetesResource probe =
        world
            .client
            .resource(object("Secret", "probe", "{}", "kubezap.dev/protect: 'true'"))
            .create();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                refusal(() -> world.client.resource(probe).dryRun().delete())
                    .contains("protected"));
  }

  @AfterEach
  void remove() {
    policies.forEach(object -> world.client.resource(object).delete());
    operator.close();
  }

  /** The whole loop, with all policies in force. */
  @Test
  void sessionsComeAndGo() {
    world.connected("support", "{}");
    world.stage.apply("support", "{suspend: true}");
    world.stage.awaitSession("support", Stage.phase("Suspended"));
    world.stage.apply("support", "{}");
    world.connected("support");
    world.stage.delete("support");
    world.stage.awaitGone("support");
    await().atMost(PATIENCE).until(() -> world.kept("support").isEmpty());
    assertThat(world.eventReasons("support")).contains("Erased");
  }

  @Test
  void theOperatorWritesObjectsOfSessionsAlone() {
    world.connected("support", "{}");
    assertThat(create("Secret", "was-other", "{}", "kubezap.dev/session: support"))
        .contains("bear their session's name and label");
    assertThat(create("Secret", "was-other", "{}", "app: other"))
        .contains("bear their session's name and label");
    world.stage.secret("bank", Map.of("pin", "1"));
    var bank = operator.secrets().inNamespace(world.stage.namespace()).withName("bank");
    assertThat(refusal(bank::delete)).contains("objects of sessions alone");
    assertThat(bank.get()).isNotNull();
  }

  @Test
  void theOperatorHandsOutNoRightsAndRunsNoPodBeyondTheSession() {
    world.connected("support", "{}");
    var namespace = world.stage.namespace();
    var set = operator.apps().statefulSets().inNamespace(namespace).withName("was-support");
    for (String change :
        List.of(
            "{\"serviceAccountName\":\"default\"}",
            "{\"hostNetwork\":true}",
            "{\"volumes\":[{\"name\":\"node\",\"hostPath\":{\"path\":\"/\"}}]}",
            "{\"volumes\":[{\"name\":\"bank\",\"secret\":{\"secretName\":\"bank\"}}]}")) {
      assertThat(
              refusal(
                  () ->
                      set.patch(
                          PatchContext.of(PatchType.STRATEGIC_MERGE),
                          "{\"spec\":{\"template\":{\"spec\":" + change + "}}}")))
          .as(change)
          .contains("a session's pod has");
    }
    var binding = operator.rbac().roleBindings().inNamespace(namespace).withName("was-support");
    assertThat(
            refusal(
                () ->
                    binding.patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"default\",\"namespace\":\""
                            + namespace
                            + "\"}]}")))
        .contains("a session's own Role");
    assertThat(
            refusal(
                () ->
                    operator
                        .resources(WhatsAppSession.class)
                        .inNamespace(namespace)
                        .withName("support")
                        .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"spec\":{\"image\":\"evil.example/pod:1\"}}")))
        .contains("not the operator's to say");
  }

  @Test
  void aPodThatPassesForASessionsUsesItsAccount() {
    world.connected("support", "{}");
    var stranger =
        object("Pod", "stranger", pod("stranger", "default"), "kubezap.dev/session: support");
    assertThatThrownBy(() -> world.client.resource(stranger).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("the session's own ServiceAccount");
  }

  @Test
  void aProtectedSessionIsNotDeletedNorItsVolumeAndKeys() {
    world.connected("support", "{}");
    world.stage.annotate("support", "kubezap.dev/protect", "true");
    var namespace = world.stage.namespace();
    var secret = world.client.secrets().inNamespace(namespace).withName("was-support");
    var claim =
        world.client.persistentVolumeClaims().inNamespace(namespace).withName("was-support");
    for (var kept : List.of(secret, claim)) {
      await()
          .atMost(PATIENCE)
          .until(() -> refusal(() -> kept.dryRun().delete()).contains("is protected"));
    }
    assertThat(refusal(() -> world.stage.delete("support")))
        .contains("take kubezap.dev/protect from the WhatsAppSession first");
    assertThat(world.stage.session("support").orElseThrow().getMetadata().getDeletionTimestamp())
        .isNull();
    assertThat(world.pods.logOuts).isEmpty();

    // At once, while its volume and keys may still say so.
    world.stage.annotate("support", "kubezap.dev/protect", "false");
    world.stage.delete("support");
    world.stage.awaitGone("support");
    await().atMost(PATIENCE).until(() -> world.kept("support").isEmpty());
  }

  private String create(String kind, String name, String body, String label) {
    return refusal(() -> operator.resource(object(kind, name, body, label)).create());
  }

  private void inEffect(
      KubernetesClient client, String kind, String name, String body, String message) {
    var probe = object(kind, name, body, "kubezap.dev/session: none");
    await()
        .atMost(PATIENCE)
        .until(() -> refusal(() -> client.resource(probe).dryRun().create()).contains(message));
  }

  private static String pod(String name, String account) {
    return "{serviceAccountName: %s, containers: [{name: %s, image: none}]}"
        .formatted(account, name);
  }

  private GenericKubernetesResource object(String kind, String name, String spec, String label) {
    String yaml =
        """
        apiVersion: v1
        kind: %s
        metadata: {name: %s, namespace: %s, labels: {%s}}
        %s
        """
            .formatted(
                kind,
                name,
                world.stage.namespace(),
                label,
                spec.equals("{}") ? "" : "spec: " + spec);
    return world
        .client
        .getKubernetesSerialization()
        .unmarshal(yaml, GenericKubernetesResource.class);
  }

  /** Why the API server refuses; empty when it does not. */
  private static String refusal(Runnable request) {
    try {
      request.run();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
