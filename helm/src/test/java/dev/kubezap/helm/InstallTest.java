package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A release's life on a real API server. */
@HelmTest
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class InstallTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAMESPACE = Release.NAMESPACE;
  private static final String DEFINITION = "whatsappsessions.kubezap.dev";
  private static final List<String> DEFINITIONS =
      List.of(DEFINITION, "whatsappsessionclasses.kubezap.dev", "whatsappwebhooks.kubezap.dev");

  private static final String FIRST =
      """
      database: {secret: {name: postgres}}
      """;

  private static final String MORE =
      FIRST
          + """
          operator: {replicas: 3}
          gateway: {enabled: true}
          """;

  @TempDir Path folder;
  private final ControlPlane plane;
  private final KubernetesClient client;

  InstallTest(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.client();
  }

  /** The chart is to bring the custom resource itself. */
  @BeforeEach
  void beginWithoutTheCustomResource() {
    removeDefinitions();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .createOr(namespace -> namespace.patch());
  }

  @AfterEach
  void remove() {
    release().uninstall();
    removeDefinitions();
    client.close();
  }

  @Test
  void installedUpgradedTakenBackAndRemoved() throws IOException {
    release().install(FIRST);
    assertThat(operators()).isEqualTo(2);
    awaitEstablished();
    WhatsAppSession session = client.resource(session()).create();

    Map<String, String> installed = contents(FIRST);
    assertThat(installed).containsKey("Deployment kubezap-operator").hasSizeGreaterThan(12);
    Map<String, String> versions = versions(FIRST);
    release().upgrade(FIRST);
    assertThat(versions(FIRST)).as("a second upgrade writes nothing").isEqualTo(versions);

    applyAsAnotherManager(FIRST);
    assertThat(contents(FIRST)).as("another manager changes nothing").isEqualTo(installed);

    release().upgrade(MORE);
    assertThat(operators()).isEqualTo(3);
    assertThat(objects(MORE).stream().map(InstallTest::name))
        .contains("Deployment kubezap-gateway", "Service kubezap-gateway");

    release().upgrade(FIRST);
    assertThat(operators()).isEqualTo(2);
    assertThat(client.apps().deployments().inNamespace(NAMESPACE).withName("kubezap-gateway").get())
        .isNull();
    assertThat(contents(FIRST)).as("as before").isEqualTo(installed);

    release().uninstall();
    assertThat(client.apps().deployments().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(client.rbac().clusterRoles().withName("kubezap-operator").get()).isNull();
    assertThat(uid(session)).as("the session stays").isEqualTo(session.getMetadata().getUid());

    release().install(FIRST);
    assertThat(uid(session))
        .as("and is there for the next")
        .isEqualTo(session.getMetadata().getUid());
  }

  /** What is there after an upgrade is what the chart says, and the way back is open. */
  @Test
  void theFirstReleaseIsUpgradedTakenBackAndRemoved() throws IOException {
    release().install(Chart.FIRST_RELEASE, MORE);
    awaitEstablished();
    WhatsAppSession session = client.resource(session()).create();
    int replicas = operators();
    release().upgrade(MORE);
    Map<String, String> versions = versions(MORE);
    release().upgrade(MORE);
    assertThat(versions(MORE)).as("a second upgrade writes nothing").isEqualTo(versions);
    Map<String, String> upgraded = contents(MORE);
    applyAsAnotherManager(MORE);
    assertThat(contents(MORE)).as("all is as the chart says").isEqualTo(upgraded);
    assertThat(uid(session)).isEqualTo(session.getMetadata().getUid());

    release().upgrade(Chart.FIRST_RELEASE, MORE);
    assertThat(operators()).as("taken back").isEqualTo(replicas);
    assertThat(uid(session)).isEqualTo(session.getMetadata().getUid());

    release().upgrade(MORE);
    release().uninstall();
    assertThat(client.apps().deployments().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(uid(session)).as("the session stays").isEqualTo(session.getMetadata().getUid());
  }

  /** The trial's password is made once, and stays as long as its volume. */
  @Test
  void theTrialKeepsItsPassword() throws IOException {
    String trial = "database: {source: Trial}\ncrds: {keep: false}";
    release().install(trial);
    String password = trialPassword();
    release().upgrade(trial);
    assertThat(trialPassword()).isEqualTo(password).hasSize(44);
    release().uninstall();
    assertThat(trialPassword()).isEqualTo(password);
    assertThat(client.apiextensions().v1().customResourceDefinitions().withName(DEFINITION).get())
        .as("crds.keep=false")
        .satisfiesAnyOf(
            gone -> assertThat(gone).isNull(),
            going -> assertThat(going.getMetadata().getDeletionTimestamp()).isNotNull());
    client.secrets().inNamespace(NAMESPACE).withName("kubezap-database").delete();
  }

  private Release release() {
    return new Release(plane.kubeconfig(), folder);
  }

  private void applyAsAnotherManager(String values) throws IOException {
    for (HasMetadata rendered : rendered(values)) {
      client.resource(rendered).fieldManager("gitops").forceConflicts().serverSideApply();
    }
  }

  private List<HasMetadata> rendered(String values) throws IOException {
    return client
        .load(
            new ByteArrayInputStream(
                Chart.render(release().file(values)).getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  /** The chart's objects as the API server has them. */
  private List<HasMetadata> objects(String values) throws IOException {
    return rendered(values).stream()
        .map(rendered -> Objects.requireNonNull(client.resource(rendered).get(), name(rendered)))
        .toList();
  }

  private Map<String, String> versions(String values) throws IOException {
    var versions = new TreeMap<String, String>();
    for (HasMetadata object : objects(values)) {
      versions.put(name(object), object.getMetadata().getResourceVersion());
    }
    return versions;
  }

  /** What the objects say, without who wrote it and what controllers report. */
  private Map<String, String> contents(String values) throws IOException {
    var contents = new TreeMap<String, String>();
    for (HasMetadata object : objects(values)) {
      ObjectMeta metadata = object.getMetadata();
      metadata.setManagedFields(List.of());
      metadata.setResourceVersion("");
      metadata.setGeneration(0L);
      Map<?, ?> content = client.getKubernetesSerialization().convertValue(object, TreeMap.class);
      content.remove("status");
      contents.put(name(object), client.getKubernetesSerialization().asYaml(content));
    }
    return contents;
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private int operators() {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName("kubezap-operator")
        .require()
        .getSpec()
        .getReplicas();
  }

  private String trialPassword() {
    return Objects.requireNonNull(
        client
            .secrets()
            .inNamespace(NAMESPACE)
            .withName("kubezap-database")
            .require()
            .getData()
            .get("password"));
  }

  private WhatsAppSession session() {
    var session = new WhatsAppSession();
    session.getMetadata().setNamespace("default");
    session.getMetadata().setName("support");
    return session;
  }

  private String uid(WhatsAppSession session) {
    return client.resource(session).require().getMetadata().getUid();
  }

  private void awaitEstablished() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(DEFINITION)
                    .require()
                    .getStatus()
                    .getConditions()
                    .stream()
                    .anyMatch(
                        condition ->
                            condition.getType().equals("Established")
                                && condition.getStatus().equals("True")));
  }

  private void removeDefinitions() {
    for (String name : DEFINITIONS) {
      var definition = client.apiextensions().v1().customResourceDefinitions().withName(name);
      definition.delete();
      await().atMost(PATIENCE).until(() -> definition.get() == null);
    }
  }
}
