package dev.kubezap.olm;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the other modules have.
 *
 * @param root the repository's folder
 */
record BundleSources(Path root) {

  /** The one Secret that must be there before the operator starts. */
  static final String DATABASE_SECRET = "kubezap-database";

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String VALUES =
      """
      database: {secret: {name: %s}}
      """
          .formatted(DATABASE_SECRET);

  /** The operator's Deployment as the chart makes it for a release {@code kubezap}. */
  Deployment deployment() throws IOException {
    Path values = Files.createTempFile("kubezap-olm", ".yaml");
    try {
      Files.writeString(values, VALUES);
      String rendered =
          new Helm(root.resolve("helm/kubezap"))
              .template()
              .withName("kubezap")
              .withNamespace("kubezap-system")
              .withKubeVersion("1.34.0")
              .withValuesFile(values)
              .call();
      List<HasMetadata> objects = YAML.unmarshal(rendered);
      return objects.stream()
          .filter(Deployment.class::isInstance)
          .map(Deployment.class::cast)
          .filter(found -> found.getMetadata().getName().equals("kubezap-operator"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the chart has no operator"));
    } finally {
      Files.delete(values);
    }
  }

  /**
   * The rules of a file of the operator's rights.
   *
   * @param name such as {@code class-rights}
   */
  List<PolicyRule> rights(String name) throws IOException {
    String text = Files.readString(root.resolve("operator/kubernetes/" + name + ".yaml"));
    // A Role has the same rules in the same place.
    return YAML.unmarshal(
            text.replace("\nkind: Role\n", "\nkind: ClusterRole\n"), ClusterRole.class)
        .getRules();
  }

  /** The files of the definitions, in the order of their names. */
  List<Path> definitionFiles() throws IOException {
    return files("crds/src/main/resources/META-INF/kubezap");
  }

  /** The definition in a file. */
  CustomResourceDefinition definition(Path file) throws IOException {
    return YAML.unmarshal(Files.readString(file), CustomResourceDefinition.class);
  }

  /** Resources to begin with, one and more of each kind. */
  List<Map<String, Object>> examples() throws IOException {
    var examples = new ArrayList<Map<String, Object>>();
    for (Path file : files("crds/samples")) {
      for (String document : Files.readString(file).split("(?m)^---$", -1)) {
        Map<String, Object> example = map(document);
        if (Objects.requireNonNullElse(example.get("apiVersion"), "")
            .equals("kubezap.dev/v1alpha1")) {
          examples.add(example);
        }
      }
    }
    return examples;
  }

  /** What the chart says of itself. */
  Map<String, Object> chart() throws IOException {
    return map(Files.readString(root.resolve("helm/kubezap/Chart.yaml")));
  }

  /** The text of a file. */
  String text(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(String yaml) {
    return Objects.requireNonNullElse(YAML.unmarshal(yaml, Map.class), Map.of());
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> found = Files.list(root.resolve(folder))) {
      return found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
