package dev.kubezap.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetViewTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest(name = "{6}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          generation: 3 | replicas: 1 | -                                                                   | 1 | false | false | its controller has not seen it yet
          generation: 3 | replicas: 1 | observedGeneration: 2, updateRevision: a, currentRevision: a        | 1 | false | false | its controller saw an older one
          generation: 3 | replicas: 1 | observedGeneration: 3, updateRevision: a, currentRevision: a        | 1 | true  | false | its pod is of the newest template
          generation: 3 | replicas: 1 | observedGeneration: 4, updateRevision: a, currentRevision: a        | 1 | true  | false | its controller is ahead of our copy
          generation: 3 | replicas: 1 | observedGeneration: 3, updateRevision: b, currentRevision: a        | 1 | false | true  | its pod is of another template
          generation: 3 | replicas: 1 | observedGeneration: 3, updateRevision: b                            | 1 | false | false | a new set has no pod yet
          generation: 3 | replicas: 1 | observedGeneration: 3, currentRevision: a                           | 1 | false | false | its controller names no newest template
          generation: 3 | replicas: 0 | observedGeneration: 3, updateRevision: b, currentRevision: a        | 0 | true  | false | nothing is to run
          generation: 3 | replicas: 0 | -                                                                   | 0 | false | false | nothing is to run and nobody saw it
          uid: x        | replicas: 1 | observedGeneration: 0, updateRevision: a, currentRevision: a        | 1 | true  | false | it has no generation
          generation: 3 | {}          | observedGeneration: 3, updateRevision: a, currentRevision: a        | 1 | true  | false | Kubernetes takes no number for one
          """)
  void tellsWhetherThePodIsOfTheNewestTemplate(
      String metadata,
      String spec,
      String status,
      int replicas,
      boolean settled,
      boolean updating,
      String why) {
    StatefulSetView view = view(metadata, spec, status);

    assertThat(view).as(why).isEqualTo(new StatefulSetView(replicas, settled, updating, false));
  }

  @ParameterizedTest
  @CsvSource({"'deletionTimestamp: \"2026-11-21T00:00:00Z\"', true", "generation: 1, false"})
  void aSetThatIsBeingDeletedTerminates(String metadata, boolean terminating) {
    assertThat(view(metadata, "replicas: 1", null).terminating()).isEqualTo(terminating);
  }

  private static StatefulSetView view(
      String metadata, String spec, @org.jspecify.annotations.Nullable String status) {
    return StatefulSetView.of(
        YAML.unmarshal(
            "metadata: {"
                + metadata
                + "}\nspec: "
                + (spec.equals("{}") ? spec : "{" + spec + "}")
                + (status == null ? "" : "\nstatus: {" + status + "}"),
            StatefulSet.class));
  }
}
