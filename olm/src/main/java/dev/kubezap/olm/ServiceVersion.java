package dev.kubezap.olm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the ClusterServiceVersion: OLM's document of one version of an operator. */
final class ServiceVersion {

  private static final String ACCOUNT = "kubezap-operator";
  private static final String CREATED = "2026-11-01T00:00:00Z";

  /**
   * The annotation in which OLM names the namespaces that an OperatorGroup selects, and which is
   * empty when it selects all.
   */
  private static final String NAMESPACES = "metadata.annotations['olm.targetNamespaces']";

  private final ObjectMapper json =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);
  private final BundleSources sources;
  private final String version;

  /**
   * For one version.
   *
   * @param version semantic, such as {@code 0.1.0}
   */
  ServiceVersion(BundleSources sources, String version) {
    this.sources = sources;
    this.version = version.toLowerCase(Locale.ROOT);
  }

  /** Its name. */
  String name() {
    return "kubezap.v" + version;
  }

  /** The document. */
  Map<String, Object> document() throws IOException {
    Deployment deployment = sources.deployment();
    String image =
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    var document = new LinkedHashMap<String, Object>();
    document.put("apiVersion", "operators.coreos.com/v1alpha1");
    document.put("kind", "ClusterServiceVersion");
    document.put(
        "metadata",
        ordered(
            "name",
            name(),
            "namespace",
            "placeholder",
            "annotations",
            ordered(
                "alm-examples",
                json.writerWithDefaultPrettyPrinter().writeValueAsString(sources.examples()),
                "capabilities",
                "Seamless Upgrades",
                "categories",
                "Integration & Delivery",
                "containerImage",
                image,
                "createdAt",
                CREATED,
                "description",
                sources.chart().get("description"),
                "operatorframework.io/suggested-namespace",
                "kubezap-system",
                "features.operators.openshift.io/disconnected",
                "true",
                "features.operators.openshift.io/fips-compliant",
                "false",
                "features.operators.openshift.io/proxy-aware",
                "false",
                "features.operators.openshift.io/tls-profiles",
                "false",
                "features.operators.openshift.io/token-auth-aws",
                "false",
                "features.operators.openshift.io/token-auth-azure",
                "false",
                "features.operators.openshift.io/token-auth-gcp",
                "false")));
    document.put("spec", spec(deployment, image));
    return document;
  }

  private Map<String, Object> spec(Deployment deployment, String image) throws IOException {
    return ordered(
        "displayName",
        "Kubezap",
        "description",
        sources.text("olm/description.md"),
        "version",
        version,
        "maturity",
        "alpha",
        "minKubeVersion",
        "1.29.0",
        "provider",
        ordered("name", "Kubezap"),
        "keywords",
        sources.chart().get("keywords"),
        "icon",
        List.of(ordered("base64data", icon(), "mediatype", "image/svg+xml")),
        "installModes",
        List.of(
            mode("OwnNamespace"),
            mode("SingleNamespace"),
            mode("MultiNamespace"),
            mode("AllNamespaces")),
        "customresourcedefinitions",
        ordered("owned", owned()),
        "install",
        ordered(
            "strategy",
            "deployment",
            "spec",
            ordered(
                // OLM binds these where sessions are looked after, and beside the operator.
                "permissions",
                List.of(account(sources.rights("rights"), sources.rights("lease-rights"))),
                "clusterPermissions",
                List.of(
                    account(
                        sources.rights("class-rights"),
                        sources.rights("namespace-rights"),
                        // Of the namespace default alone where Roles can be bound one by one.
                        sources.rights("api-server-rights"))),
                "deployments",
                List.of(deployment(deployment)))),
        "relatedImages",
        List.of(
            ordered("name", "operator", "image", image),
            ordered("name", "session-pod", "image", sessionImage(deployment))));
  }

  private String icon() throws IOException {
    return Base64.getEncoder()
        .encodeToString(
            sources
                .text("gateway/src/main/resources/console/icon.svg")
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> mode(String type) {
    return ordered("type", type, "supported", true);
  }

  /** Names and descriptions for people are those of the chart's page. */
  private List<Map<String, Object>> owned() throws IOException {
    var annotations = (Map<?, ?>) Objects.requireNonNull(sources.chart().get("annotations"));
    var described =
        (List<?>) BundleSources.map("crds:\n" + annotations.get("artifacthub.io/crds")).get("crds");
    var owned = new ArrayList<Map<String, Object>>();
    for (Path file : sources.definitionFiles()) {
      CustomResourceDefinition definition = sources.definition(file);
      Map<?, ?> words =
          Objects.requireNonNull(described).stream()
              .map(one -> (Map<?, ?>) one)
              .filter(one -> definition.getMetadata().getName().equals(one.get("name")))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Chart.yaml does not describe " + definition.getMetadata().getName()));
      owned.add(
          ordered(
              "name",
              definition.getMetadata().getName(),
              "kind",
              definition.getSpec().getNames().getKind(),
              "version",
              definition.getSpec().getVersions().getFirst().getName(),
              "displayName",
              words.get("displayName"),
              "description",
              words.get("description")));
    }
    return owned;
  }

  @SafeVarargs
  private static Map<String, Object> account(List<PolicyRule>... rules) {
    var all = new ArrayList<PolicyRule>();
    for (List<PolicyRule> some : rules) {
      all.addAll(some);
    }
    return ordered("serviceAccountName", ACCOUNT, "rules", all);
  }

  private static Map<String, Object> deployment(Deployment deployment) {
    var spec = deployment.getSpec();
    List<EnvVar> variables = spec.getTemplate().getSpec().getContainers().getFirst().getEnv();
    variables.add(
        new EnvVarBuilder()
            .withName("KUBEZAP_WATCH_NAMESPACES")
            .withNewValueFrom()
            .withNewFieldRef()
            .withFieldPath(NAMESPACES)
            .endFieldRef()
            .endValueFrom()
            .build());
    var labels = new LinkedHashMap<>(spec.getTemplate().getMetadata().getLabels());
    labels.keySet().removeIf(ServiceVersion::ofHelm);
    spec.getTemplate().getMetadata().setLabels(labels);
    return ordered("name", deployment.getMetadata().getName(), "label", labels, "spec", spec);
  }

  private static boolean ofHelm(String label) {
    return label.startsWith("helm.sh/") || label.equals("app.kubernetes.io/managed-by");
  }

  private static String sessionImage(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals("KUBEZAP_SESSION_IMAGE"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Names and values in turn, in this order. */
  private static Map<String, Object> ordered(@Nullable Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(
          String.valueOf(namesAndValues[i]),
          Objects.requireNonNull(namesAndValues[i + 1], String.valueOf(namesAndValues[i])));
    }
    return map;
  }
}
