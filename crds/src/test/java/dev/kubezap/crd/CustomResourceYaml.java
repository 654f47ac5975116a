package dev.kubezap.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the YAML of a resource from its Java types. */
final class CustomResourceYaml {

  /** Each resource by the file of its definition. */
  static final Map<String, Class<? extends HasMetadata>> FILES =
      Map.of(
          "whatsappsessions.kubezap.dev.yaml", WhatsAppSession.class,
          "whatsappsessionclasses.kubezap.dev.yaml", WhatsAppSessionClass.class,
          "whatsappwebhooks.kubezap.dev.yaml", WhatsAppWebhook.class);

  private CustomResourceYaml() {}

  /**
   * Generates the definition.
   *
   * @param file one of {@link #FILES}
   * @param scratch an empty folder to work in
   * @return the YAML text
   */
  static String generate(String file, Path scratch) throws IOException {
    new CRDGenerator()
        .inOutputDir(scratch.toFile())
        .customResourceClasses(Objects.requireNonNull(FILES.get(file)))
        .withPostProcessor(new Completion())
        .withMinQuotes(true)
        .forCRDVersions("v1")
        .generate();
    return Files.readString(scratch.resolve(file.replace(".yaml", "-v1.yml")));
  }

  /** What annotations cannot express: columns, the map list of conditions, the required spec. */
  private static final class Completion implements CRDPostProcessor {

    /** What Kubernetes says that every condition has. */
    private static final List<String> CONDITION =
        List.of("lastTransitionTime", "message", "reason", "status", "type");

    private static final Set<String> TIMES =
        Set.of("lastTransitionTime", "connectedAt", "lastInboundAt", "expiresAt", "at");

    @Override
    public HasMetadata process(HasMetadata generated, String version) {
      var definition = (CustomResourceDefinition) generated;
      var schema = definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
      switch (definition.getSpec().getNames().getKind()) {
        case "WhatsAppSessionClass" -> completeClass(definition, schema);
        case "WhatsAppWebhook" -> completeWebhook(definition, schema);
        default -> completeSession(definition, schema);
      }
      withoutRepeatedRules(schema);
      return definition;
    }

    private static void completeClass(CustomResourceDefinition definition, JSONSchemaProps schema) {
      schema.setDescription(
          "What WhatsAppSessions of this class get where they say nothing themselves, and where their pods run.");
      schema.getProperties().remove("status");
      definition.getSpec().getVersions().getFirst().setSubresources(null);
      var spec = property(schema, "spec");
      spec.setDefault(JsonNodeFactory.instance.objectNode());
      spec.setDescription("What the class gives its sessions. Everything may be left out.");
      var defaults = property(spec, "defaults");
      asMap(property(defaults, "imagePullSecrets"), "name");
      limitQuantities(property(defaults, "resources"));
      var policy = property(spec, "policy");
      values(property(policy, "maximum")).setMaxLength(20L);
      limitItems(property(policy, "images"), 512, "^[^\\s]+$");
      limitItems(property(policy, "storageClassNames"), 253, "^[a-z0-9][-a-z0-9.]*$");
      limitItems(property(policy, "namespaces"), 63, "^[a-z0-9][-a-z0-9]*[*]?$");
      var network = property(policy, "network");
      limitItems(property(network, "from"), 63, "^([a-z0-9][-a-z0-9]*[*]?|[*])$");
      limitItems(property(network, "namespaces"), 63, "^([a-z0-9][-a-z0-9]*[*]?|[*])$");
      limitItems(property(network, "cidrs"), 43, "^[0-9a-fA-F.:]+/[0-9]{1,3}$");
      asMap(property(spec, "databases"), "name");
      definition
          .getSpec()
          .getVersions()
          .getFirst()
          .setAdditionalPrinterColumns(
              List.of(
                  column(
                      "Default",
                      "string",
                      ".metadata.annotations.kubezap\\.dev/is-default-class",
                      0),
                  column("Image", "string", ".spec.defaults.image", 0),
                  column("Age", "date", ".metadata.creationTimestamp", 0)));
    }

    private static void completeWebhook(
        CustomResourceDefinition definition, JSONSchemaProps schema) {
      schema.setDescription(
          "One receiver of the events of many WhatsAppSessions, which it selects by their labels.");
      var status = property(schema, "status");
      status.setDescription("What it selects; written by the operator.");
      asMap(property(status, "conditions"), "type");
      property(status, "conditions").getItems().getSchema().setRequired(CONDITION);
      withTimes(status);
      schema.setRequired(List.of("spec"));
      var spec = property(schema, "spec");
      spec.setDescription("Whose events go where.");
      var selector = property(spec, "selector");
      property(selector, "matchLabels").setMaxProperties(16L);
      values(property(selector, "matchLabels")).setMaxLength(63L);
      var expressions = property(selector, "matchExpressions");
      expressions.setMaxItems(16L);
      JSONSchemaProps expression = expressions.getItems().getSchema();
      expression.setRequired(List.of("key", "operator"));
      property(expression, "operator")
          .setEnum(
              Stream.of("In", "NotIn", "Exists", "DoesNotExist")
                  .map(JsonNodeFactory.instance::textNode)
                  .map(JsonNode.class::cast)
                  .toList());
      property(expression, "values").setMaxItems(64L);
      definition
          .getSpec()
          .getVersions()
          .getFirst()
          .setAdditionalPrinterColumns(
              List.of(
                  column("Sessions", "integer", ".status.selectedSessions", 0),
                  column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", 0),
                  column("Events", "string", ".spec.events", 0),
                  column("Age", "date", ".metadata.creationTimestamp", 0)));
    }

    private static void completeSession(
        CustomResourceDefinition definition, JSONSchemaProps schema) {
      schema.setDescription("One WhatsApp account, linked as a device, that runs as one pod.");
      schema.setRequired(List.of("spec"));
      var spec = property(schema, "spec");
      // A field manager that gives up its last field leaves null behind; with a default that is {}
      // again.
      spec.setDefault(JsonNodeFactory.instance.objectNode());
      spec.setDescription("What you want of the session. Everything may be left out.");
      asMap(property(spec, "imagePullSecrets"), "name");
      var label = values(property(spec, "labels"));
      label.setMaxLength(63L);
      label.setPattern("^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$");
      limitQuantities(property(spec, "resources"));
      var status = property(schema, "status");
      status.setDescription(
          "How the session is; written by the operator and by the session's pod.");
      asMap(property(status, "conditions"), "type");
      property(status, "conditions").getItems().getSchema().setRequired(CONDITION);
      withTimes(status);
      definition.getSpec().getVersions().getFirst().setAdditionalPrinterColumns(columns());
    }

    /** Makes the API server refuse what is no moment where a moment is kept. */
    private static void withTimes(JSONSchemaProps schema) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (TIMES.contains(name)) {
                  property.setFormat("date-time");
                }
                withTimes(property);
              });
      if (schema.getItems() != null && schema.getItems().getSchema() != null) {
        withTimes(schema.getItems().getSchema());
      }
    }

    private static void limitItems(JSONSchemaProps list, long length, String pattern) {
      JSONSchemaProps item = list.getItems().getSchema();
      item.setMinLength(1L);
      item.setMaxLength(length);
      item.setPattern(pattern);
    }

    private static void limitQuantities(JSONSchemaProps resources) {
      for (String map : List.of("requests", "limits")) {
        values(property(resources, map)).setMaxLength(20L);
      }
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
      return Objects.requireNonNull(schema.getProperties().get(name), name);
    }

    private static JSONSchemaProps values(JSONSchemaProps map) {
      return map.getAdditionalProperties().getSchema();
    }

    /** A rule on a record's component is found at its field and at its accessor. */
    private static void withoutRepeatedRules(JSONSchemaProps schema) {
      var rules = schema.getXKubernetesValidations();
      if (rules != null) {
        schema.setXKubernetesValidations(rules.stream().distinct().toList());
      }
      schema.getProperties().values().forEach(Completion::withoutRepeatedRules);
      if (schema.getItems() != null && schema.getItems().getSchema() != null) {
        withoutRepeatedRules(schema.getItems().getSchema());
      }
    }

    private static void asMap(JSONSchemaProps list, String key) {
      list.setXKubernetesListType("map");
      list.setXKubernetesListMapKeys(List.of(key));
    }

    private static List<CustomResourceColumnDefinition> columns() {
      return List.of(
          column("Phase", "string", ".status.phase", 0),
          column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status", 0),
          column("Phone", "string", ".status.session.phoneNumber", 0),
          column("Connected since", "date", ".status.session.connectedAt", 0),
          column("Restarts", "integer", ".status.restarts", 0),
          column("Age", "date", ".metadata.creationTimestamp", 0),
          column("Class", "string", ".status.className", 1),
          column("Pod", "string", ".status.podName", 1),
          column("Endpoint", "string", ".status.endpoint", 1),
          column("Reason", "string", ".status.reason", 1));
    }

    private static CustomResourceColumnDefinition column(
        String name, String type, String path, int priority) {
      return new CustomResourceColumnDefinitionBuilder()
          .withName(name)
          .withType(type)
          .withJsonPath(path)
          .withPriority(priority == 0 ? null : priority)
          .build();
    }
  }
}
