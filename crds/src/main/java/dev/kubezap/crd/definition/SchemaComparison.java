package dev.kubezap.crd.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two definitions of one kind: what does whoever follows the first find refused, or not
 * kept, by the second? Rules in CEL are not compared: whether one takes less than another cannot be
 * told.
 */
public final class SchemaComparison {

  private static final String NONE = "none";

  private final List<SchemaChange> changes = new ArrayList<>();

  private SchemaComparison() {}

  /**
   * What {@code before} takes and {@code after} does not, by field.
   *
   * @param before the definition that resources were written by
   * @param after the definition that they meet
   */
  public static List<SchemaChange> changes(
      CustomResourceDefinition before, CustomResourceDefinition after) {
    var comparison = new SchemaComparison();
    Map<String, CustomResourceDefinitionVersion> known =
        after.getSpec().getVersions().stream()
            .filter(version -> Boolean.TRUE.equals(version.getServed()))
            .collect(
                Collectors.toMap(CustomResourceDefinitionVersion::getName, version -> version));
    for (CustomResourceDefinitionVersion version : before.getSpec().getVersions()) {
      CustomResourceDefinitionVersion now = known.get(version.getName());
      if (now == null) {
        comparison.changes.add(new SchemaChange.VersionRemoved(version.getName()));
      } else {
        comparison.compare(version.getName(), schema(version), schema(now));
      }
    }
    return List.copyOf(comparison.changes);
  }

  private static JSONSchemaProps schema(CustomResourceDefinitionVersion version) {
    return version.getSchema().getOpenAPIV3Schema();
  }

  private void compare(String field, JSONSchemaProps before, JSONSchemaProps after) {
    if (!Objects.equals(before.getType(), after.getType())) {
      changes.add(
          new SchemaChange.TypeChanged(field, text(before.getType()), text(after.getType())));
      return;
    }
    compareValues(field, before, after);
    compareLimits(field, before, after);
    compareFields(field, before, after);
    items(before)
        .ifPresent(
            item ->
                items(after)
                    .ifPresentOrElse(
                        now -> compare(field + "[]", item, now),
                        () -> changes.add(new SchemaChange.FieldRemoved(field + "[]"))));
    values(before)
        .ifPresent(
            value ->
                values(after)
                    .ifPresentOrElse(
                        now -> compare(field + ".*", value, now),
                        () -> changes.add(new SchemaChange.FieldRemoved(field + ".*"))));
  }

  private void compareFields(String field, JSONSchemaProps before, JSONSchemaProps after) {
    Map<String, JSONSchemaProps> now = fields(after);
    for (Map.Entry<String, JSONSchemaProps> entry : new TreeMap<>(fields(before)).entrySet()) {
      String name = field + "." + entry.getKey();
      JSONSchemaProps counterpart = now.get(entry.getKey());
      if (counterpart == null) {
        changes.add(new SchemaChange.FieldRemoved(name));
      } else {
        compare(name, entry.getValue(), counterpart);
      }
    }
    Set<String> required = new TreeSet<>(list(after.getRequired()));
    list(before.getRequired()).forEach(required::remove);
    for (String name : required) {
      JSONSchemaProps property = now.get(name);
      if (property == null || property.getDefault() == null) {
        changes.add(new SchemaChange.NewlyRequired(field + "." + name));
      }
    }
  }

  private void compareValues(String field, JSONSchemaProps before, JSONSchemaProps after) {
    Set<String> now = texts(after.getEnum());
    if (now.isEmpty()) {
      return;
    }
    Set<String> gone = texts(before.getEnum());
    if (gone.isEmpty()) {
      changes.add(new SchemaChange.LimitNarrowed(field, "enum", NONE, String.join(", ", now)));
      return;
    }
    gone.removeAll(now);
    if (!gone.isEmpty()) {
      changes.add(new SchemaChange.ValuesNarrowed(field, gone));
    }
  }

  private void compareLimits(String field, JSONSchemaProps before, JSONSchemaProps after) {
    most(field, "maxLength", before.getMaxLength(), after.getMaxLength());
    most(field, "maxItems", before.getMaxItems(), after.getMaxItems());
    most(field, "maxProperties", before.getMaxProperties(), after.getMaxProperties());
    most(field, "maximum", before.getMaximum(), after.getMaximum());
    least(field, "minLength", before.getMinLength(), after.getMinLength());
    least(field, "minItems", before.getMinItems(), after.getMinItems());
    least(field, "minProperties", before.getMinProperties(), after.getMinProperties());
    least(field, "minimum", before.getMinimum(), after.getMinimum());
    // Whether one pattern takes all that another takes cannot be told: every change is for a
    // person.
    same(field, "pattern", before.getPattern(), after.getPattern());
    same(field, "format", before.getFormat(), after.getFormat());
  }

  private void most(String field, String limit, @Nullable Number before, @Nullable Number after) {
    if (after != null && (before == null || after.doubleValue() < before.doubleValue())) {
      changes.add(new SchemaChange.LimitNarrowed(field, limit, text(before), text(after)));
    }
  }

  private void least(String field, String limit, @Nullable Number before, @Nullable Number after) {
    if (after != null && after.doubleValue() > (before == null ? 0 : before.doubleValue())) {
      changes.add(new SchemaChange.LimitNarrowed(field, limit, text(before), text(after)));
    }
  }

  private void same(String field, String limit, @Nullable String before, @Nullable String after) {
    if (after != null && !after.equals(before)) {
      changes.add(new SchemaChange.LimitNarrowed(field, limit, text(before), after));
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? NONE : value.toString();
  }

  private static List<String> list(@Nullable List<String> names) {
    return names == null ? List.of() : names;
  }

  private static Map<String, JSONSchemaProps> fields(JSONSchemaProps schema) {
    return schema.getProperties() == null ? Map.of() : schema.getProperties();
  }

  private static Optional<JSONSchemaProps> items(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getItems()).map(items -> items.getSchema());
  }

  private static Optional<JSONSchemaProps> values(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getAdditionalProperties()).map(values -> values.getSchema());
  }

  private static Set<String> texts(@Nullable List<JsonNode> values) {
    return values == null
        ? new TreeSet<>()
        : values.stream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
  }
}
