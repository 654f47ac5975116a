package dev.kubezap.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest(name = "{3}: {0} in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}                                 | {a: 1}                                                     | true  | equal
          {a: 1}                                 | {a: 1, b: 2}                                               | true  | a default was added
          {a: 1}                                 | {a: 2}                                                     | false | another value
          {a: 1}                                 | {b: 1}                                                     | false | a field is gone
          {a: {b: x}}                            | {a: {b: x, c: y}}                                          | true  | nested
          {a: {}}                                | {b: 1}                                                     | true  | an empty object is not stored
          {a: []}                                | {}                                                         | true  | an empty list is not stored
          {a: ''}                                | {}                                                         | false | an empty text is stored
          {e: [{name: A, value: x}]}             | {e: [{name: B, value: y}, {name: A, value: x}]}            | true  | named among others
          {e: [{name: A, value: x}]}             | {e: [{name: A, value: z}]}                                 | false | named with another value
          {e: [{name: A, value: x}]}             | {e: []}                                                    | false | named and gone
          {r: [{verbs: [get]}]}                  | {r: [{verbs: [get], extra: 1}]}                            | true  | unnamed
          {r: [{verbs: [get]}]}                  | {r: [{verbs: [get]}, {verbs: [list]}]}                     | false | unnamed and more
          {v: [get, patch]}                      | {v: [get]}                                                 | false | a text is gone
          {v: [get, patch]}                      | {v: [get, list]}                                           | false | another text
          {v: [get, patch]}                      | {v: [patch, get]}                                          | false | another order
          {v: [get]}                             | {v: get}                                                   | false | another shape
          """)
  void comparesWhatIsDesired(String desired, String live, boolean satisfied, String why) {
    assertThat(Drift.satisfied(tree(desired), tree(live))).as(why).isEqualTo(satisfied);
  }

  private static JsonNode tree(String yaml) {
    return YAML.unmarshal("---\n" + yaml, JsonNode.class);
  }
}
