package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metadata: {generation: 1}                      | metadata: {generation: 2}                                                  | true  | another spec
          metadata: {generation: 1}                      | metadata: {generation: 1, annotations: {kubezap.dev/reconnect: a}}         | true  | a request
          metadata: {generation: 1}                      | metadata: {generation: 1, finalizers: [kubezap.dev/removal]}               | true  | a finalizer
          metadata: {generation: 1}                      | metadata: {generation: 1, deletionTimestamp: '2026-11-21T00:00:00Z'}       | true  | its deletion
          metadata: {generation: 1}                      | metadata: {generation: 1, resourceVersion: '7', generateName: a}      | false | what nothing is made of
          metadata: {generation: 1}                      | metadata: {generation: 1, labels: {team: shop}}                            | true  | a label, by which webhooks select
          status: {session: {state: Connecting}}         | status: {session: {state: Connected}}                                      | true  | the pod's report
          status: {phase: Connected}                     | status: {phase: Connected, session: {state: Connected}}                    | true  | the pod's first report
          status: {phase: Pending}                       | status: {conditions: [{type: Paired, status: 'True'}]}                     | true  | the pod's condition
          status: {conditions: [{type: Paired, status: 'False'}]} | status: {conditions: [{type: Paired, status: 'True'}]}            | true  | a condition of the pod that changed
          status: {phase: Pending}                       | status: {phase: Connected, endpoint: x, conditions: [{type: Ready, status: 'True'}]} | false | what the operator wrote
          metadata: {generation: 1}                      | status: {phase: Pending, conditions: [{type: Ready, status: 'False'}]}     | false | what the operator wrote first
          """)
  void aLookIsWorthWhatTheOperatorDidNotWriteItself(
      String before, String now, boolean matters, String what) {
    assertThat(Changes.matters(session(now), session(before))).as(what).isEqualTo(matters);
  }

  private static WhatsAppSession session(String yaml) {
    return YAML.unmarshal(
        (yaml.startsWith("metadata") ? "" : "metadata: {generation: 1}\n") + yaml,
        WhatsAppSession.class);
  }
}
