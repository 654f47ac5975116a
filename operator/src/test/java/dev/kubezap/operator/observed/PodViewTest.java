package dev.kubezap.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodViewTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void aPodThatServesIsReadyAndRunsAndHasNoObstacle() {
    PodView view =
        view(
            pod(
                "",
                """
                conditions:
                - {type: PodScheduled, status: 'True'}
                - {type: Ready, status: 'True'}
                containerStatuses:
                - {name: session, restartCount: 2, state: {running: {}}}
                """));

    assertThat(view.name()).isEqualTo("was-support-0");
    assertThat(view.uid()).isEqualTo("7f1c");
    assertThat(view.ready()).isTrue();
    assertThat(view.running()).isTrue();
    assertThat(view.terminating()).isFalse();
    assertThat(view.restarts()).isEqualTo(2);
    assertThat(view.obstacle()).isEmpty();
    assertThat(view.address()).isEmpty();
  }

  /** The kubelet sorts the containers by name. */
  @Test
  void aContainerThatWasInjectedTellsNothingOfTheSession() {
    PodView view =
        view(
            pod(
                "",
                """
                containerStatuses:
                - {name: istio-proxy, restartCount: 7, state: {running: {}}}
                - {name: session, restartCount: 1, state: {waiting: {reason: ErrImagePull, message: why}}}
                """));

    assertThat(view.running()).isFalse();
    assertThat(view.restarts()).isEqualTo(1);
    assertThat(view.obstacle()).contains(Problem.blocking("ErrImagePull", "why"));
    assertThat(
            view(pod("", "containerStatuses: [{name: istio-proxy, state: {running: {}}}]"))
                .running())
        .as("not made yet")
        .isFalse();
  }

  @Test
  void aPodWithoutStatusDoesNothingYet() {
    PodView view = view(YAML.unmarshal("metadata: {name: was-support-0}", Pod.class));

    assertThat(view.ready()).isFalse();
    assertThat(view.running()).isFalse();
    assertThat(view.restarts()).isZero();
    assertThat(view.obstacle()).isEmpty();
  }

  @Test
  void aPodIsNotReadyByAnotherConditionNorByAFalseOne() {
    assertThat(view(pod("", "conditions: [{type: Ready, status: 'False'}]")).ready()).isFalse();
    assertThat(view(pod("", "conditions: [{type: PodScheduled, status: 'True'}]")).ready())
        .isFalse();
  }

  @Test
  void aPodThatIsBeingDeletedTerminatesAndSaysWhereItIsReached() {
    PodView view =
        view(
            pod(
                ", deletionTimestamp: '2026-11-21T00:00:00Z',"
                    + " annotations: {kubezap.dev/address: 'http://127.0.0.1:4711'}",
                ""));

    assertThat(view.terminating()).isTrue();
    assertThat(view.address()).contains("http://127.0.0.1:4711");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CrashLoopBackOff",
        "ImagePullBackOff",
        "ErrImagePull",
        "ErrImageNeverPull",
        "InvalidImageName",
        "CreateContainerConfigError",
        "CreateContainerError",
        "RunContainerError"
      })
  void aContainerThatWaitsForAPersonIsBlocked(String reason) {
    assertThat(waiting("{reason: " + reason + ", message: why}").obstacle())
        .contains(Problem.blocking(reason, "why"));
  }

  @Test
  void aContainerThatIsBeingMadeWillPass() {
    assertThat(waiting("{reason: ContainerCreating}").obstacle())
        .contains(Problem.passing("ContainerCreating", "the pod's container waits"));
    assertThat(waiting("{}").obstacle()).as("no reason is no news").isEmpty();
  }

  @Test
  void whyTheContainerEndedIsToldBesideThatItWaits() {
    String waits = "state: {waiting: {reason: CrashLoopBackOff, message: back-off}}";
    assertThat(ended(waits, "{exitCode: 78, message: ' no data key \n'}").message())
        .isEqualTo("back-off; it ended with exit code 78: no data key");
    assertThat(ended(waits, "{exitCode: 1}").message())
        .isEqualTo("back-off; it ended with exit code 1");
  }

  @Test
  void aPodThatNoNodeTakesSaysWhy() {
    assertThat(unscheduled("reason: NoRoom, message: 0/3 nodes are available"))
        .isEqualTo(Problem.passing("NoRoom", "0/3 nodes are available"));
    assertThat(unscheduled("reason: null"))
        .isEqualTo(Problem.passing("Unschedulable", "no node can take the pod"));
  }

  @Test
  void whatTheContainerWaitsForComesBeforeWhereItIsScheduled() {
    PodView view =
        view(
            pod(
                "",
                """
                conditions: [{type: PodScheduled, status: 'False', reason: NoRoom}]
                containerStatuses:
                - {name: session, state: {waiting: {reason: ErrImagePull, message: why}}}
                """));

    assertThat(view.obstacle()).contains(Problem.blocking("ErrImagePull", "why"));
  }

  /** Such as of a node that does not answer: the pod is kept until somebody says that it is off. */
  @Test
  void aPodThatShouldBeGoneWaitsForAPerson() {
    Pod late = pod(", namespace: shop, deletionTimestamp: '2026-11-21T00:00:00Z'", "");
    late.setSpec(new PodSpecBuilder().withNodeName("n1").build());

    assertThat(PodView.of(late, Instant.parse("2026-11-21T00:00:29Z")).obstacle()).isEmpty();
    assertThat(PodView.of(late, Instant.parse("2026-11-21T00:00:29Z")).overdueAt())
        .contains(Instant.parse("2026-11-21T00:00:30Z"));
    assertThat(PodView.of(late, Instant.parse("2026-11-21T00:00:30Z")).obstacle())
        .contains(
            Problem.blocking(
                "PodNotEnding",
                "pod shop/was-support-0 should be gone since 2026-11-21T00:00:00Z, and node n1 does"
                    + " not say that it is. If the node is off and stays off: kubectl taint nodes"
                    + " n1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute; otherwise see"
                    + " kubectl describe node n1"));
  }

  private static PodView view(Pod pod) {
    return PodView.of(pod, Instant.parse("2026-11-21T00:00:10Z"));
  }

  private static PodView waiting(String state) {
    return view(pod("", "containerStatuses: [{name: session, state: {waiting: " + state + "}}]"));
  }

  private static Problem ended(String state, String end) {
    return view(pod(
            "",
            "containerStatuses: [{name: session, "
                + state
                + ", lastState: {terminated: "
                + end.replace("\n", "\\n").replace("'", "\"")
                + "}}]"))
        .obstacle()
        .orElseThrow();
  }

  private static Problem unscheduled(String words) {
    return view(pod("", "conditions: [{type: PodScheduled, status: 'False', " + words + "}]"))
        .obstacle()
        .orElseThrow();
  }

  private static Pod pod(String metadata, String status) {
    String indented = status.isEmpty() ? "  {}" : status.strip().indent(2);
    return YAML.unmarshal(
        "metadata: {name: was-support-0, uid: 7f1c" + metadata + "}\nstatus:\n" + indented,
        Pod.class);
  }
}
