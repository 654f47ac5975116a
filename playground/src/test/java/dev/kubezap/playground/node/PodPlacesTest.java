package dev.kubezap.playground.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node that has places for two pods, and how pods leave it. */
@Tag("control-plane")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodPlacesTest {

  @TempDir static Path data;
  private TestNode node;

  @BeforeAll
  void start() throws Exception {
    node = new TestNode(data, 2);
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
  }

  @AfterEach
  void deleteAll() {
    node.client.pods().inNamespace("default").withGracePeriod(0).delete();
    soon().until(() -> node.client.pods().inNamespace("default").list().getItems().isEmpty());
    soon().until(() -> node.cluster.records.running().keySet().stream().noneMatch(this::ofPod));
  }

  @Test
  void aPodThatFindsNoPlaceWaitsAndIsToldWhy() {
    create(pod("one"));
    create(pod("two"));
    awaitPod("one", PodPlacesTest::runs);
    var two = awaitPod("two", PodPlacesTest::runs);
    create(pod("three"));

    var waiting = awaitPod("three", pod -> !pod.getStatus().getConditions().isEmpty());

    assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(waiting.getStatus().getConditions())
        .extracting(PodCondition::getType, PodCondition::getReason, PodCondition::getMessage)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "PodScheduled",
                "Unschedulable",
                "0/1 nodes are available: 1 Too many pods. The playground's node runs at most 2:"
                    + " suspend or delete sessions."));
    soon().untilAsserted(() -> assertThat(events("three")).contains("FailedScheduling"));

    node.client.pods().inNamespace("default").withName("one").withGracePeriod(1).delete();

    var placed = awaitPod("three", PodPlacesTest::runs);
    assertThat(placed.getStatus().getPodIP()).isNotEqualTo(two.getStatus().getPodIP());
    assertThat(placed.getStatus().getConditions())
        .filteredOn(condition -> condition.getType().equals("PodScheduled"))
        .extracting(PodCondition::getStatus)
        .containsExactly("True");
  }

  @Test
  void aPodThatWasBoundByOthersWithoutAPlaceFails() {
    create(pod("one"));
    create(pod("two"));
    awaitPod("one", PodPlacesTest::runs);
    awaitPod("two", PodPlacesTest::runs);

    create(new PodBuilder(pod("bound")).editSpec().withNodeName("playground").endSpec().build());

    var failed = awaitPod("bound", pod -> "Failed".equals(pod.getStatus().getPhase()));
    assertThat(failed.getStatus().getReason()).isEqualTo("OutOfpods");
    assertThat(failed.getStatus().getMessage()).contains("used: 2, capacity: 2");
    assertThat(failed.getStatus().getPodIP()).isNull();
  }

  @Test
  void anEndedPodGivesItsPlaceAwayAndIsNotRunAgain() throws Exception {
    for (var name : new String[] {"one", "two"}) {
      create(
          new PodBuilder(pod(name))
              .editSpec()
              .withRestartPolicy("Never")
              .editFirstContainer()
              .withCommand("/bin/sh", "-c", "echo ran")
              .endContainer()
              .endSpec()
              .build());
      awaitPod(name, pod -> "Succeeded".equals(pod.getStatus().getPhase()));
    }
    create(pod("three"));
    awaitPod("three", PodPlacesTest::runs);

    node.stop();
    node.startAgain();

    awaitPod(
        "three", pod -> pod.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1);
    var ended = awaitPod("one", pod -> true);
    assertThat(ended.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(pods("one").getLog()).isEqualTo("ran\n");
    // What ended before the node was started again is nevertheless deleted by it.
    pods("one").delete();
    soon().until(() -> pods("one").get() == null);

    pods("two").delete();
    soon().until(() -> pods("two").get() == null);
    create(
        new PodBuilder(pod("two"))
            .editSpec()
            .editFirstContainer()
            .withCommand("/bin/sh", "-c", "echo another; sleep 600")
            .endContainer()
            .endSpec()
            .build());
    awaitPod("two", PodPlacesTest::runs);
    soon().until(() -> pods("two").getLog().equals("another\n"));
  }

  @Test
  void aSecondDeletionShortensTheGrace() {
    create(
        new PodBuilder(pod("stubborn"))
            .editSpec()
            .withTerminationGracePeriodSeconds(600L)
            .editFirstContainer()
            .withCommand("/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done")
            .endContainer()
            .endSpec()
            .build());
    awaitPod("stubborn", PodPlacesTest::runs);
    soon().until(() -> pods("stubborn").getLog().contains("deaf"));
    pods("stubborn").delete();
    var deleted = awaitPod("stubborn", pod -> pod.getMetadata().getDeletionTimestamp() != null);
    assertThat(deleted.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(600);

    pods("stubborn").withGracePeriod(1).delete();

    soon().until(() -> pods("stubborn").get() == null);
    soon().until(() -> node.cluster.records.running().keySet().stream().noneMatch(this::ofPod));
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withTerminationGracePeriodSeconds(1L)
        .addNewContainer()
        .withName("one")
        .withImage("none")
        .withCommand("/bin/sleep", "600")
        .endContainer()
        .endSpec()
        .build();
  }

  /** Waits for the namespace's service account, without which no pod is accepted. */
  private void create(Pod pod) {
    soon().until(() -> node.client.resource(pod).create() != null);
  }

  private PodResource pods(String name) {
    return node.client.pods().inNamespace("default").withName(name);
  }

  private Pod awaitPod(String name, Predicate<Pod> expected) {
    return soon().until(() -> pods(name).get(), pod -> pod != null && expected.test(pod));
  }

  private static boolean runs(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private java.util.List<String> events(String pod) {
    return node.client.v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> Objects.equals(event.getInvolvedObject().getName(), pod))
        .map(Event::getReason)
        .toList();
  }

  private boolean ofPod(String record) {
    return record.startsWith("pod_");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
  }
}
