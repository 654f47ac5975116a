package dev.kubezap.operator.reconcile;

import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One namespace of a real control plane, in which the test plays the user, the kubelet and the
 * session pod.
 */
final class Stage {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final String namespace;

  Stage(ControlPlane plane, KubernetesClient client, String namespace) {
    this.plane = plane;
    this.client = client;
    this.namespace = namespace;
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  String namespace() {
    return namespace;
  }

  /** Creates or replaces the resource. */
  void apply(String name, String spec) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace, spec);
    client
        .resource(client.getKubernetesSerialization().unmarshal(yaml, WhatsAppSession.class))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  /** Creates or replaces the resource as it is written, whether our types know that or not. */
  void applyRaw(String name, String spec) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: %s, namespace: %s}
        spec: %s
        """
            .formatted(name, namespace, spec);
    var resource =
        client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    // The API server takes some time to learn of a changed definition.
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(
            () ->
                client.resource(resource).fieldManager("user").forceConflicts().serverSideApply()
                    != null);
  }

  /** Creates a Secret. */
  void secret(String name, Map<String, String> content) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .create();
  }

  void annotate(String name, String annotation, String value) {
    client
        .resources(WhatsAppSession.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"" + annotation + "\":\"" + value + "\"}}}");
  }

  Optional<WhatsAppSession> session(String name) {
    return Optional.ofNullable(
        client.resources(WhatsAppSession.class).inNamespace(namespace).withName(name).get());
  }

  WhatsAppSession awaitSession(String name, Predicate<WhatsAppSession> expected) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> session(name), found -> found.filter(expected).isPresent())
        .orElseThrow();
  }

  void awaitGone(String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> session(name).isEmpty());
  }

  void delete(String name) {
    client.resources(WhatsAppSession.class).inNamespace(namespace).withName(name).delete();
  }

  static Predicate<WhatsAppSession> phase(String phase) {
    return session -> session.getStatus() != null && phase.equals(session.getStatus().phase());
  }

  static Optional<Condition> condition(WhatsAppSession session, String type) {
    return session.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }

  /** The session's pod, as the API server has it. */
  Pod pod(String session) {
    return client.pods().inNamespace(namespace).withName("was-" + session + "-0").get();
  }

  /** The kubelet: waits for the pod and says that its container runs. */
  Pod runPod(String session) {
    String name = "was-" + session + "-0";
    var pods = client.pods().inNamespace(namespace);
    Pod pod =
        Objects.requireNonNull(
            await().atMost(PATIENCE).until(() -> pods.withName(name).get(), Objects::nonNull));
    var running =
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .addNewContainerStatus()
            .withName("session")
            .withImage("image")
            .withImageID("image")
            .withReady(true)
            .withStarted(true)
            .withRestartCount(2)
            .withNewState()
            .withNewRunning("2026-11-21T00:00:00Z")
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    return client.resource(running).updateStatus();
  }

  /** The kubelet: says that the image of the pod cannot be had. */
  void failPod(String session) {
    String name = "was-" + session + "-0";
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    var failing =
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase("Pending")
            .addNewContainerStatus()
            .withName("session")
            .withImage("image")
            .withImageID("")
            .withReady(false)
            .withStarted(false)
            .withRestartCount(0)
            .withNewState()
            .withNewWaiting("there is no such image", "ImagePullBackOff")
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    client.resource(failing).updateStatus();
  }

  /** Somebody who is in a hurry: takes the resource away without the operator. */
  void vanish(String name) {
    delete(name);
    client
        .resources(WhatsAppSession.class)
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  /** The session pod: reports with its own service account, as its Role permits. */
  void report(String name, SessionReport report, Condition... conditions) {
    writeAsPod(
        name,
        new WhatsAppSessionStatus(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(conditions),
            report),
        false);
  }

  /** Writes any status, as the session pod. */
  void writeAsPod(String name, WhatsAppSessionStatus status, boolean force) {
    writeAsPod(name, status, force, List.of());
  }

  /** Asks whether the session pod may write a status by force; nothing is stored. */
  void tryAsPod(String name, WhatsAppSessionStatus status) {
    writeAsPod(name, status, true, List.of("All"));
  }

  /** A client with the session pod's token; the caller closes it. */
  KubernetesClient podClient(String name) {
    TokenRequest token =
        client.serviceAccounts().inNamespace(namespace).withName("was-" + name).tokenRequest();
    var config =
        new ConfigBuilder(plane.config()).withOauthToken(token.getStatus().getToken()).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void writeAsPod(
      String name, WhatsAppSessionStatus status, boolean force, List<String> dryRun) {
    try (KubernetesClient pod = podClient(name)) {
      var patch = new WhatsAppSession();
      patch.getMetadata().setNamespace(namespace);
      patch.getMetadata().setName(name);
      patch.setStatus(status);
      pod.resource(patch)
          .subresource("status")
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager(Kubezap.SESSION_FIELD_MANAGER)
                  .withForce(force)
                  .withDryRun(dryRun)
                  .build());
    }
  }

  /** A report that differs from the last one by its number alone. */
  void reportEpoch(String name, Pod pod, long epoch) {
    report(name, report(pod, "Connected", "4915112345678:7@s.whatsapp.net", epoch));
  }

  /** The last report of a session that is stopped now: its device is linked. */
  void reportLinked(String name) {
    var pod = new PodBuilder().withNewMetadata().withUid("gone").endMetadata().build();
    report(name, report(pod, "Connected", "4915112345678:7@s.whatsapp.net"));
  }

  /** How many StatefulSets are to have a pod. */
  long startedSets() {
    return client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
        .filter(set -> set.getSpec().getReplicas() > 0)
        .count();
  }

  static SessionReport report(Pod pod, String state, String jid) {
    return report(pod, state, jid, 1L);
  }

  private static SessionReport report(Pod pod, String state, String jid, long epoch) {
    return new SessionReport(
        state,
        null,
        pod.getMetadata().getUid(),
        epoch,
        "+4915112345678",
        jid,
        null,
        null,
        null,
        null,
        "2026-11-21T00:00:00Z",
        null,
        null,
        null,
        "2.3000.1");
  }
}
