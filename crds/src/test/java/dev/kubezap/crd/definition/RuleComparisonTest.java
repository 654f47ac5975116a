package dev.kubezap.crd.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleComparisonTest {

  private static final String FIELDS =
      "type: object, x-kubernetes-validations: [{rule: has(self.a), message: m}], properties: {"
          + "a: {type: string, x-kubernetes-validations: [{rule: self != 'x'}, {rule: self == oldSelf}]},"
          + " l: {type: array, items: {type: object, x-kubernetes-validations: [{rule: has(self.k)}]}},"
          + " t: {type: object, additionalProperties: {type: string}}}";

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "message: m                  | message: other                              | ",
        "[{rule: has(self.a), message: m}] | []                                    | ",
        "{rule: self != 'x'},        | ` `                                         | ",
        "rule: self != 'x'           | rule: self != 'y'                           | v1.a self != 'y'",
        "rule: has(self.a), message: m | rule: has(self.a) && has(self.l)          | v1 has(self.a) && has(self.l)",
        "{rule: self != 'x'},        | {rule: self != 'x'}, {rule: size(self) > 1}, | v1.a size(self) > 1",
        "rule: self == oldSelf       | rule: self == oldSelf, optionalOldSelf: true | v1.a self == oldSelf (optionalOldSelf)",
        "rule: has(self.k)           | rule: has(self.m)                           | v1.l[] has(self.m)",
        "additionalProperties: {type: string} | additionalProperties: {type: string, x-kubernetes-validations: [{rule: self != ''}]} | v1.t.* self != ''",
        "properties: {               | properties: {n: {type: string, x-kubernetes-validations: [{rule: self != ''}]}, | ",
      })
  void whatResourcesDidNotMeetBeforeIsNamed(String part, String changed, String told) {
    String after = FIELDS.replace(part, changed);
    assertThat(after).isNotEqualTo(FIELDS);

    var rules = RuleComparison.newRules(definition(FIELDS), definition(after));

    if (told == null) {
      assertThat(rules).isEmpty();
    } else {
      assertThat(rules).extracting(rule -> rule.field() + " " + rule.rule()).containsExactly(told);
    }
  }

  private static CustomResourceDefinition definition(String schema) {
    return Serialization.unmarshal(
        "spec: {versions: [{name: v1, served: true, schema: {openAPIV3Schema: {" + schema + "}}}]}",
        CustomResourceDefinition.class);
  }
}
