package dev.kubezap.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class StartCheckTest {

  @Test
  void nothingToSayWhenSessionsCanBeListed(ControlPlane plane) {
    try (KubernetesClient client = plane.client()) {
      assertThat(StartCheck.obstacle(client, Set.of())).isEmpty();
      assertThat(StartCheck.obstacle(client, Set.of("default", "other"))).isEmpty();
    }
  }

  @Test
  void saysWhenCredentialsAreWrong(ControlPlane plane) {
    var config = new ConfigBuilder(plane.config()).withOauthToken("wrong").build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(StartCheck.obstacle(client, Set.of()))
          .get()
          .asString()
          .contains("check KUBECONFIG");
    }
  }

  /** An API server that still has the definitions of an earlier version. */
  @Test
  void doesNotBeginOverOlderDefinitions(ControlPlane plane) {
    try (KubernetesClient client = plane.client()) {
      var definitions = client.apiextensions().v1().customResourceDefinitions();
      String name = "whatsappwebhooks.kubezap.dev";
      var present = definitions.withName(name).get();
      try {
        var older = definitions.withName(name).get();
        var spec = spec(older);
        spec.getProperties().remove("maxAttempts");
        definitions.resource(older).update();

        assertThat(StartCheck.obstacle(client, Set.of()))
            .hasValue(
                "The definition whatsappwebhooks.kubezap.dev in the API server is not of this"
                    + " operator's version (v1alpha1.spec.maxAttempts is gone): run kubectl apply"
                    + " --server-side --force-conflicts -f whatsappwebhooks.kubezap.dev.yaml with"
                    + " the file from crds/src/main/resources/META-INF/kubezap/ of this version, or"
                    + " helm upgrade with crds.enabled=true.");
      } finally {
        present.getMetadata().setResourceVersion(null);
        definitions.resource(present).update();
      }
      assertThat(StartCheck.obstacle(client, Set.of())).isEmpty();
    }
  }

  /** A newer version, or somebody's own limit, keeps nobody from working. */
  @Test
  void beginsOverNewerDefinitionsAndOtherLimits(ControlPlane plane) {
    try (KubernetesClient client = plane.client()) {
      String name = "whatsappwebhooks.kubezap.dev";
      var ours = client.apiextensions().v1().customResourceDefinitions().withName(name).get();
      var installed = client.apiextensions().v1().customResourceDefinitions().withName(name).get();
      var spec = spec(installed);
      spec.getProperties().put("tomorrow", new JSONSchemaPropsBuilder().withType("string").build());
      Objects.requireNonNull(spec.getProperties().get("url")).setMaxLength(100L);

      assertThat(DefinitionCheck.older(installed, ours)).isEmpty();
    }
  }

  @Test
  void saysWhatIsMissing() {
    var e = new KubernetesClientException("no");

    assertThat(StartCheck.advice(StartCheck.SESSIONS, 404, "https://server/", e))
        .contains("apply whatsappsessions.kubezap.dev.yaml");
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 403, "https://server/", e))
        .contains("rights.yaml");
    assertThat(StartCheck.advice(StartCheck.CLASSES, 404, "https://server/", e))
        .isEqualTo(
            "The API server at https://server/ does not know WhatsAppSessionClass: apply"
                + " whatsappsessionclasses.kubezap.dev.yaml from crds/ first.");
    assertThat(StartCheck.advice(StartCheck.CLASSES, 403, "https://server/", e))
        .contains("operator/kubernetes/class-rights.yaml");
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 0, "https://server/", e))
        .contains("https://server/ cannot be used (no): set KUBECONFIG");
    var unknown =
        new KubernetesClientException(
            "Operation: [list] failed.", new UnknownHostException("kubernetes.default.svc"));
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 0, "https://server/", unknown))
        .contains("cannot be used (unknown host kubernetes.default.svc)");
  }

  private static JSONSchemaProps spec(CustomResourceDefinition definition) {
    var version = definition.getSpec().getVersions().getFirst();
    return Objects.requireNonNull(
        version.getSchema().getOpenAPIV3Schema().getProperties().get("spec"));
  }
}
