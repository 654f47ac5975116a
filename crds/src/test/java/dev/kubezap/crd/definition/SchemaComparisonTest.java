package dev.kubezap.crd.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaComparisonTest {

  private static final String FIELDS =
      "type: object, properties: {a: {type: string, enum: [x, y], maxLength: 9, pattern: p},"
          + " l: {type: array, maxItems: 3, items: {type: object, required: [k], properties: {k: {type: string}, m: {type: integer}}}},"
          + " t: {type: object, additionalProperties: {type: string}}}";

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "enum: [x, y]            | enum: [x]                | v1.a does not take y",
        "enum: [x, y], maxL      | maxL                     | ",
        "maxLength: 9            | maxLength: 8             | v1.a has maxLength 8, had 9",
        "maxLength: 9            | maxLength: 10            | ",
        "maxLength: 9, pattern   | minLength: 0, pattern    | ",
        "maxLength: 9, pattern   | minLength: 1, pattern    | v1.a has minLength 1, had none",
        "pattern: p              | pattern: q               | v1.a has pattern q, had p",
        ", pattern: p            | ` `                      | ",
        "pattern: p              | pattern: p, format: date | v1.a has format date, had none",
        "a: {type: string        | a: {type: integer        | v1.a was string and is integer",
        "a: {type                | b: {type                 | v1.a is gone",
        "m: {type: integer}      | n: {type: integer}       | v1.l[].m is gone",
        "required: [k]           | required: [k, m]         | v1.l[].m is required",
        "required: [k]           | required: []             | ",
        "m: {type: integer}      | m: {type: integer, enum: [1]} | v1.l[].m has enum 1, had none",
        "maxItems: 3             | maxItems: 2              | v1.l has maxItems 2, had 3",
        "additionalProperties: {type: string} | additionalProperties: {type: integer} | v1.t.* was string and is integer",
        "additionalProperties: {type: string} | description: x | v1.t.* is gone",
        "l: {type: array         | z: {type: string}, l: {type: array | ",
      })
  void whatTheLaterDefinitionDoesNotTakeIsNamed(String part, String changed, String told) {
    String after = FIELDS.replace(part, changed);
    assertThat(after).isNotEqualTo(FIELDS);

    var changes =
        SchemaComparison.changes(definition("v1", FIELDS, true), definition("v1", after, true));

    if (told == null) {
      assertThat(changes).isEmpty();
    } else {
      assertThat(changes).extracting(SchemaChange::text).containsExactly(told);
    }
  }

  @Test
  void aFieldThatMustBeGivenIsNoHardshipWhenItHasADefault() {
    String after =
        FIELDS
            .replace("required: [k]", "required: [k, m]")
            .replace("integer", "integer, default: 1");

    assertThat(
            SchemaComparison.changes(definition("v1", FIELDS, true), definition("v1", after, true)))
        .isEmpty();
  }

  @Test
  void aVersionThatIsNotServedIsGone() {
    assertThat(
            SchemaComparison.changes(
                definition("v1", FIELDS, true), definition("v1", FIELDS, false)))
        .containsExactly(new SchemaChange.VersionRemoved("v1"));
    assertThat(
            SchemaComparison.changes(
                definition("v1", FIELDS, true), definition("v2", FIELDS, true)))
        .extracting(SchemaChange::text)
        .containsExactly("version v1 is gone");
  }

  private static CustomResourceDefinition definition(
      String version, String schema, boolean served) {
    return Serialization.unmarshal(
        "---\n{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: {versions:"
            + " [{name: %s, served: %s, schema: {openAPIV3Schema: {%s}}}]}}"
                .formatted(version, served, schema),
        CustomResourceDefinition.class);
  }
}
