package dev.kubezap.crd.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The rules in CEL of a definition that an earlier one did not have in the same place. Whether one
 * rule takes all that another takes cannot be told, so one that was changed is a new one; one that
 * is gone takes more, and a rule of a field that the earlier one did not know meets nobody's
 * resource.
 */
public final class RuleComparison {

  private RuleComparison() {}

  /**
   * A rule that resources did not meet before.
   *
   * @param field whose value it is about, such as {@code v1alpha1.spec.webhooks[]}
   * @param rule in CEL
   */
  public record NewRule(String field, String rule) {}

  /** What {@code after} asks by rules and {@code before} did not, by field. */
  public static List<NewRule> newRules(
      CustomResourceDefinition before, CustomResourceDefinition after) {
    Map<String, Set<String>> known = new TreeMap<>();
    versions(before, (field, schema) -> known.put(field, new HashSet<>(rules(schema))));
    List<NewRule> found = new ArrayList<>();
    versions(
        after,
        (field, schema) -> {
          Set<String> had = known.get(field);
          if (had != null) {
            rules(schema).stream()
                .filter(rule -> !had.contains(rule))
                .map(rule -> new NewRule(field, rule))
                .forEach(found::add);
          }
        });
    return List.copyOf(found);
  }

  private static void versions(
      CustomResourceDefinition definition, BiConsumer<String, JSONSchemaProps> seen) {
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      visit(version.getName(), version.getSchema().getOpenAPIV3Schema(), seen);
    }
  }

  private static void visit(
      String field, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> seen) {
    seen.accept(field, schema);
    if (schema.getProperties() != null) {
      new TreeMap<>(schema.getProperties())
          .forEach((name, property) -> visit(field + "." + name, property, seen));
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      visit(field + "[]", schema.getItems().getSchema(), seen);
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      visit(field + ".*", schema.getAdditionalProperties().getSchema(), seen);
    }
  }

  private static List<String> rules(JSONSchemaProps schema) {
    return Objects.requireNonNullElse(schema.getXKubernetesValidations(), List.<ValidationRule>of())
        .stream()
        // A rule about changes alone becomes one about all values by it.
        .map(
            rule ->
                Boolean.TRUE.equals(rule.getOptionalOldSelf())
                    ? rule.getRule() + " (optionalOldSelf)"
                    : rule.getRule())
        .toList();
  }
}
