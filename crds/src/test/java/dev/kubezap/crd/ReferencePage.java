package dev.kubezap.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the fields of resources as a page. */
final class ReferencePage {

  private static final String HEAD =
      """
      # All fields

      Made from the definitions in [crds](../crds/src/main/resources/META-INF/kubezap); a test says when it is stale. The same stands in `kubectl explain was.spec --recursive`. Examples: [crds/samples](../crds/samples).
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private ReferencePage() {}

  /** The page of these resources. */
  static String of(List<CustomResourceDefinition> definitions) {
    var reference = new ReferencePage();
    definitions.forEach(reference::resource);
    return reference.page.toString();
  }

  private void resource(CustomResourceDefinition definition) {
    var names = definition.getSpec().getNames();
    for (var version : definition.getSpec().getVersions()) {
      JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
      page.append("\n## ").append(names.getKind()).append("\n\n");
      page.append(schema.getDescription());
      page.append(" `")
          .append(definition.getSpec().getGroup())
          .append('/')
          .append(version.getName())
          .append("`, short name `")
          .append(String.join("`, `", names.getShortNames()))
          .append("`, ")
          .append(
              definition.getSpec().getScope().equals("Cluster")
                  ? "of the whole cluster"
                  : "in a namespace")
          .append(".\n\n");
      page.append("| field | type | takes | |\n|---|---|---|---|\n");
      fields("", schema);
      List<String> rules = new ArrayList<>();
      rules(schema, rules);
      page.append("\nRefused, in these words:\n\n");
      rules.stream()
          .distinct()
          .sorted()
          .forEach(rule -> page.append("- ").append(rule).append('\n'));
    }
  }

  private void fields(String path, JSONSchemaProps schema) {
    List<String> required = Objects.requireNonNullElse(schema.getRequired(), List.of());
    for (Map.Entry<String, JSONSchemaProps> field : sorted(schema).entrySet()) {
      String name = path + field.getKey();
      row(name, field.getValue(), required.contains(field.getKey()));
      within(name, field.getValue());
    }
  }

  private void within(String name, JSONSchemaProps field) {
    fields(name + ".", field);
    var item = item(field);
    if (item != null) {
      fields(name + "[].", item);
    }
    var value = value(field);
    if (value != null) {
      fields(name + ".*.", value);
    }
  }

  private void row(String name, JSONSchemaProps field, boolean required) {
    page.append("| `")
        .append(name)
        .append("` | ")
        .append(type(field))
        .append(required ? ", required" : "")
        .append(" | ")
        .append(takes(field))
        .append(" | ")
        .append(cell(Objects.requireNonNullElse(field.getDescription(), "")))
        .append(" |\n");
  }

  private static String type(JSONSchemaProps field) {
    var item = item(field);
    if (item != null) {
      return "list of " + type(item);
    }
    var value = value(field);
    if (value != null) {
      return "map of " + type(value);
    }
    String type =
        Boolean.TRUE.equals(field.getXKubernetesIntOrString())
            ? "quantity"
            : Objects.requireNonNullElse(field.getType(), "any");
    return field.getFormat() == null ? type : type + " (" + field.getFormat() + ")";
  }

  private static String takes(JSONSchemaProps field) {
    var limits = new ArrayList<String>();
    var item = item(field);
    var values = new ArrayList<JsonNode>(Objects.requireNonNullElse(field.getEnum(), List.of()));
    if (item != null) {
      values.addAll(Objects.requireNonNullElse(item.getEnum(), List.of()));
    }
    if (!values.isEmpty()) {
      limits.add(
          "one of "
              + values.stream()
                  .map(value -> "`" + value.asText() + "`")
                  .collect(Collectors.joining(", ")));
    }
    limit(limits, "at most %s entries", field.getMaxItems());
    limit(limits, "at most %s entries", field.getMaxProperties());
    limit(limits, "at most %s characters", field.getMaxLength());
    limit(limits, "at least %s", field.getMinimum());
    limit(limits, "at most %s", field.getMaximum());
    limit(limits, "`%s`", field.getPattern());
    if (field.getDefault() != null && !field.getDefault().isObject()) {
      limits.add("default `" + field.getDefault().asText() + "`");
    }
    return cell(String.join("; ", limits));
  }

  private static void limit(List<String> limits, String text, @Nullable Object value) {
    if (value != null) {
      limits.add(
          text.formatted(
              value instanceof Double number ? new BigDecimal(number).toPlainString() : value));
    }
  }

  private static void rules(JSONSchemaProps schema, List<String> found) {
    if (schema.getXKubernetesValidations() != null) {
      schema.getXKubernetesValidations().stream()
          .map(ValidationRule::getMessage)
          .filter(Objects::nonNull)
          .forEach(found::add);
    }
    sorted(schema).values().forEach(field -> rules(field, found));
    var item = item(schema);
    if (item != null) {
      rules(item, found);
    }
    var value = value(schema);
    if (value != null) {
      rules(value, found);
    }
  }

  private static Map<String, JSONSchemaProps> sorted(JSONSchemaProps schema) {
    return new TreeMap<>(Objects.requireNonNullElse(schema.getProperties(), Map.of()));
  }

  private static @Nullable JSONSchemaProps item(JSONSchemaProps field) {
    return field.getItems() == null ? null : field.getItems().getSchema();
  }

  private static @Nullable JSONSchemaProps value(JSONSchemaProps field) {
    return field.getAdditionalProperties() == null
        ? null
        : field.getAdditionalProperties().getSchema();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
