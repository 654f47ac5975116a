package dev.kubezap.olm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What OLM reads in the bundle. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the build has Helm's library for Linux on amd64 alone")
class BundleTest {

  private static final Path ROOT = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @TempDir Path folder;
  private JsonNode version;

  @BeforeEach
  void write() throws IOException {
    Bundle.write(ROOT, folder, "0.9.0-SNAPSHOT");
    version =
        JSON.valueToTree(
            BundleSources.map(
                Files.readString(folder.resolve("manifests/kubezap.clusterserviceversion.yaml"))));
  }

  /** Names in Kubernetes have no capital letters, and the format's version is in lower case too. */
  @Test
  void isOfThisVersion() {
    assertThat(version.at("/metadata/name").asText()).isEqualTo("kubezap.v0.9.0-snapshot");
    assertThat(version.at("/spec/version").asText()).isEqualTo("0.9.0-snapshot");
    assertThat(version.at("/metadata/annotations/containerImage").asText())
        .startsWith("kubezap/operator:");
    assertThat(version.at("/spec/relatedImages").findValuesAsText("name"))
        .containsExactly("operator", "session-pod");
  }

  @Test
  void ownsTheDefinitionsThatAreInIt() throws IOException {
    var files = new TreeSet<String>();
    try (var listed = Files.list(folder.resolve("manifests"))) {
      listed.forEach(file -> files.add(file.getFileName().toString()));
    }
    assertThat(files)
        .containsExactly(
            "kubezap.clusterserviceversion.yaml",
            "whatsappsessionclasses.kubezap.dev.yaml",
            "whatsappsessions.kubezap.dev.yaml",
            "whatsappwebhooks.kubezap.dev.yaml");
    assertThat(version.at("/spec/customresourcedefinitions/owned").findValuesAsText("name"))
        .containsExactly(
            "whatsappsessionclasses.kubezap.dev",
            "whatsappsessions.kubezap.dev",
            "whatsappwebhooks.kubezap.dev");
    assertThat(version.at("/spec/customresourcedefinitions/owned").findValuesAsText("description"))
        .allSatisfy(words -> assertThat(words).hasSizeGreaterThan(20));
  }

  @Test
  void hasExamplesOfEachKind() throws IOException {
    JsonNode examples = JSON.readTree(version.at("/metadata/annotations/alm-examples").asText());
    assertThat(new TreeSet<>(examples.findValuesAsText("kind")))
        .contains("WhatsAppSession", "WhatsAppSessionClass", "WhatsAppWebhook");
  }

  /** What OLM grants is what the tests run the operator with. */
  @Test
  void grantsTheOperatorsRights() {
    JsonNode permissions = version.at("/spec/install/spec/permissions/0");
    assertThat(permissions.path("serviceAccountName").asText()).isEqualTo("kubezap-operator");
    assertThat(words(permissions))
        .contains(
            "kubezap.dev whatsappsessions get,list,watch,patch,update",
            "coordination.k8s.io leases get,update,patch",
            " pods get,list,watch")
        .hasSize(14);
    assertThat(words(version.at("/spec/install/spec/clusterPermissions/0")))
        .contains(
            "kubezap.dev whatsappsessionclasses get,list,watch",
            "discovery.k8s.io endpointslices get",
            " namespaces get")
        .hasSize(5);
  }

  /** The operator looks after the namespaces that the OperatorGroup selects. */
  @Test
  void runsTheChartsDeployment() throws IOException {
    JsonNode deployment = version.at("/spec/install/spec/deployments/0");
    assertThat(deployment.path("name").asText()).isEqualTo("kubezap-operator");
    assertThat(new ArrayList<>(names(deployment.path("label"))))
        .containsExactlyInAnyOrder(
            "app.kubernetes.io/name",
            "app.kubernetes.io/instance",
            "app.kubernetes.io/component",
            "app.kubernetes.io/part-of");
    DeploymentSpec spec = YAML.convertValue(deployment.path("spec"), DeploymentSpec.class);
    DeploymentSpec charts = new BundleSources(ROOT).deployment().getSpec();
    var container = spec.getTemplate().getSpec().getContainers().getFirst();
    var expected = charts.getTemplate().getSpec().getContainers().getFirst();
    List<EnvVar> more = new ArrayList<>(container.getEnv());
    more.removeAll(expected.getEnv());
    assertThat(more)
        .singleElement()
        .extracting(EnvVar::getName)
        .isEqualTo("KUBEZAP_WATCH_NAMESPACES");
    assertThat(more.getFirst().getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.annotations['olm.targetNamespaces']");
    container.setEnv(expected.getEnv());
    assertThat(spec.getTemplate().getSpec()).isEqualTo(charts.getTemplate().getSpec());
    assertThat(spec.getTemplate().getSpec().getVolumes().toString()).contains("kubezap-database");
  }

  @Test
  void saysInWhichFoldersItIs() throws IOException {
    assertThat(Files.readString(folder.resolve("metadata/annotations.yaml")))
        .contains("operators.operatorframework.io.bundle.package.v1: kubezap\n");
    assertThat(Files.readString(folder.resolve("bundle.Dockerfile")))
        .contains("COPY manifests /manifests/\n", "bundle.package.v1=kubezap\n");
  }

  private static List<String> words(JsonNode permissions) {
    var words = new ArrayList<String>();
    for (JsonNode rule : permissions.path("rules")) {
      var verbs = new ArrayList<String>();
      rule.path("verbs").forEach(verb -> verbs.add(verb.asText()));
      words.add(
          rule.path("apiGroups").path(0).asText()
              + " "
              + rule.path("resources").path(0).asText()
              + " "
              + String.join(",", verbs));
    }
    return words;
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
