package dev.kubezap.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server lets the chart's service accounts do. */
@HelmTest
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class RightsTest {

  private static final String NAMESPACE = Release.NAMESPACE;

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final Release release;

  RightsTest(ControlPlane plane, @TempDir Path folder) {
    this.plane = plane;
    client = plane.client();
    release = new Release(plane.kubeconfig(), folder);
    for (String name : List.of(NAMESPACE, "shop")) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .createOr(namespace -> namespace.patch());
    }
  }

  @AfterEach
  void remove() {
    release.uninstall();
    client.close();
  }

  /**
   * With namespaces every right of the files counts in these, and none elsewhere; without,
   * everywhere.
   */
  @Test
  void rightsCountWhereSessionsAreLookedAfter() throws IOException {
    String both =
        """
        database: {secret: {name: postgres}}
        gateway: {enabled: true}
        crds: {enabled: false}
        """;
    release.install(both + "namespaces: [shop]\n");
    for (String component : List.of("operator", "gateway")) {
      assertThat(refused(component, "shop")).isEmpty();
    }
    assertThat(granted("gateway", "default")).isEmpty();
    assertThat(granted("operator", "default"))
        .as("to let sessions of a lost namespace go")
        .containsExactlyInAnyOrder("list whatsappsessions", "patch whatsappsessions");
    assertThat(allowed("operator", "", "", "namespaces", "", "get")).isTrue();
    awaitRefusalByPolicy("shop");
    assertThat(allowed("operator", "", "kubezap.dev", "whatsappsessionclasses", "", "watch"))
        .as("classes belong to no namespace")
        .isTrue();
    assertThat(
            allowed(
                "operator", "default", "discovery.k8s.io", "endpointslices", "kubernetes", "get"))
        .isTrue();
    assertThat(
            allowed(
                "operator",
                NAMESPACE,
                "coordination.k8s.io",
                "leases",
                "kubezap-operator",
                "update"))
        .isTrue();

    release.upgrade(both);
    for (String component : List.of("operator", "gateway")) {
      assertThat(refused(component, "default")).isEmpty();
    }
    awaitRefusalByPolicy("shop");
    awaitRefusalByPolicy("default");
  }

  /** Where its rights end, the operator's account is bound by name, too. */
  private void awaitRefusalByPolicy(String namespace) {
    Config config =
        new ConfigBuilder(plane.config())
            .withImpersonateUsername("system:serviceaccount:" + NAMESPACE + ":kubezap-operator")
            .build();
    Secret stranger =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("bank")
            .endMetadata()
            .build();
    try (KubernetesClient operator = new KubernetesClientBuilder().withConfig(config).build()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> operator.resource(stranger).dryRun().create())
                      .hasMessageContaining("the operator writes objects of sessions alone"));
    }
  }

  private List<String> refused(String component, String namespace) throws IOException {
    return reviewed(component, namespace, false);
  }

  private List<String> granted(String component, String namespace) throws IOException {
    return reviewed(component, namespace, true);
  }

  /** What of the component's file the API server allows, or does not, in the namespace. */
  private List<String> reviewed(String component, String namespace, boolean wanted)
      throws IOException {
    ClusterRole rights =
        client
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(Chart.FOLDER.resolve("files/" + component + "-rights.yaml")),
                ClusterRole.class);
    var found = new ArrayList<String>();
    for (PolicyRule rule : rights.getRules()) {
      for (String resource : rule.getResources()) {
        for (String verb : rule.getVerbs()) {
          String group = rule.getApiGroups().getFirst();
          if (allowed(component, namespace, group, resource, "", verb) == wanted) {
            found.add(verb + " " + resource);
          }
        }
      }
    }
    return found;
  }

  private boolean allowed(
      String component, String namespace, String group, String resource, String name, String verb) {
    String[] parts = resource.split("/", -1);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + NAMESPACE + ":kubezap-" + component)
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .withName(name)
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }
}
