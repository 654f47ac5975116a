package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a change that concerns many sessions reaches them: two at once, as this operator is told. */
@LoopTest
class RolloutTest {

  private static final List<String> FLEET = List.of("a", "b", "c", "d", "e");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OperatorWorld world;

  RolloutTest(OperatorWorld world) {
    this.world = world;
  }

  @BeforeEach
  void nothingIsUnderWay() {
    await().atMost(PATIENCE).until(() -> world.operator.restarting() == 0);
  }

  @Test
  void fleetIsRestartedTwoAtATime() {
    Set<String> before = new HashSet<>();
    FLEET.forEach(name -> before.add(world.connected(name, "{}").getMetadata().getUid()));

    FLEET.forEach(name -> world.stage.annotate(name, "kubezap.dev/restart", "now"));

    var restarted = new HashSet<String>();
    while (restarted.size() < FLEET.size()) {
      int wanted = Math.min(2, FLEET.size() - restarted.size());
      Set<String> gone =
          await()
              .atMost(PATIENCE)
              .until(() -> newPods(before, pod -> !ready(pod)), names -> names.size() == wanted);
      // Neither of them is ready: whoever waits goes on as before.
      for (String name : FLEET) {
        if (!gone.contains(name) && !restarted.contains(name)) {
          var waiting =
              world.stage.awaitSession(
                  name,
                  session ->
                      condition(session, "Reconciling")
                          .filter(condition -> "AwaitingRollout".equals(condition.reason()))
                          .isPresent());
          assertThat(condition(waiting, "Ready"))
              .get()
              .extracting(Condition::status)
              .isEqualTo("True");
          assertThat(waiting.getStatus().phase()).isEqualTo("Connected");
        }
      }
      assertThat(newPods(before, pod -> !ready(pod))).isEqualTo(gone);
      assertThat(world.operator.restarting()).isLessThanOrEqualTo(2);
      gone.forEach(world::connected);
      restarted.addAll(gone);
    }

    FLEET.forEach(
        name ->
            world.stage.awaitSession(name, session -> condition(session, "Reconciling").isEmpty()));
    await().atMost(PATIENCE).until(() -> world.operator.restarting() == 0);
    assertThat(world.operator.awaitingRestart()).isZero();
  }

  @Test
  void imageThatDoesNotWorkStopsAtTheFirstAndABetterOneGoesOn() {
    List<String> names = List.of("a", "b", "c");
    Set<String> before = new HashSet<>();
    names.forEach(name -> before.add(world.connected(name, "{}").getMetadata().getUid()));

    names.forEach(name -> world.stage.apply(name, "{image: wrong}"));
    Set<String> broken =
        await()
            .atMost(PATIENCE)
            .until(() -> newPods(before, pod -> true), found -> found.size() == 2);
    broken.forEach(name -> world.stage.failPod(name));
    broken.forEach(
        name ->
            world.stage.awaitSession(name, session -> condition(session, "Stalled").isPresent()));
    assertThat(newPods(before, pod -> true)).isEqualTo(broken);
    String spared = names.stream().filter(name -> !broken.contains(name)).findFirst().orElseThrow();
    world.stage.annotate(spared, "example.com/look", "now");
    awaitReason(spared, "RolloutHeld");
    await().atMost(PATIENCE).until(() -> world.operator.held() == 1);
    assertThat(
            broken.stream()
                .flatMap(name -> world.events(name, "RolloutHeld").stream())
                .map(event -> event.getType()))
        .containsExactly("Warning");

    names.forEach(name -> world.stage.apply(name, "{image: better}"));
    // What does not run gets it at once; the one that still runs has its turn behind them.
    List<String> brokenFirst =
        names.stream().sorted(Comparator.comparing(name -> !broken.contains(name))).toList();
    for (String name : brokenFirst) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> world.stage.pod(name),
              pod ->
                  pod != null
                      && "better".equals(pod.getSpec().getContainers().getFirst().getImage()));
      world.connected(name);
    }
  }

  @Test
  void aPausedSessionKeepsItsPodUntilItIsLetThrough() {
    Pod before = world.connected("a", "{}");
    world.stage.annotate("a", "kubezap.dev/rollout", "paused");
    world.stage.annotate("a", "kubezap.dev/restart", "now");
    awaitReason("a", "RolloutPaused");
    assertThat(world.operator.paused()).isEqualTo(1);
    assertThat(world.stage.pod("a").getMetadata().getUid())
        .isEqualTo(before.getMetadata().getUid());

    world.stage.annotate("a", "kubezap.dev/rollout", "go");
    await()
        .atMost(PATIENCE)
        .until(() -> newPods(Set.of(before.getMetadata().getUid()), pod -> true).contains("a"));
    world.connected("a");
    await().atMost(PATIENCE).until(() -> world.operator.paused() == 0);
  }

  private void awaitReason(String name, String reason) {
    world.stage.awaitSession(
        name,
        session ->
            condition(session, "Reconciling")
                .filter(condition -> reason.equals(condition.reason()))
                .isPresent());
  }

  @Test
  void resourceThatVanishesMakesRoom() {
    List<String> names = List.of("a", "b", "c");
    Set<String> before = new HashSet<>();
    names.forEach(name -> before.add(world.connected(name, "{}").getMetadata().getUid()));
    names.forEach(name -> world.stage.annotate(name, "kubezap.dev/restart", "now"));
    Set<String> gone =
        await()
            .atMost(PATIENCE)
            .until(() -> newPods(before, pod -> true), found -> found.size() == 2);

    gone.forEach(world.stage::vanish);

    String last = names.stream().filter(name -> !gone.contains(name)).findFirst().orElseThrow();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              world.stage.annotate(last, "example.com/look", Objects.toString(System.nanoTime()));
              return newPods(before, pod -> true).contains(last);
            });
    world.connected(last);
  }

  @Test
  void disruptionBudgetCountsTheSessionsOfItsNamespace() throws IOException {
    List.of("a", "b", "c").forEach(name -> world.connected(name, "{}"));
    var budget =
        world
            .client
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(Path.of("kubernetes/disruption-budget.yaml")),
                PodDisruptionBudget.class);
    var place = world.client.resource(budget).inNamespace(world.stage.namespace());
    place.create();

    await()
        .atMost(PATIENCE)
        .until(
            () -> place.get().getStatus(),
            status ->
                status != null
                    && Objects.equals(status.getExpectedPods(), 3)
                    && Objects.equals(status.getDisruptionsAllowed(), 1));
  }

  private Set<String> newPods(Set<String> before, Predicate<Pod> which) {
    return world.client.pods().inNamespace(world.stage.namespace()).list().getItems().stream()
        .filter(pod -> !before.contains(pod.getMetadata().getUid()))
        .filter(which)
        .map(pod -> pod.getMetadata().getLabels().get("kubezap.dev/session"))
        .collect(Collectors.toSet());
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(
            condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }
}
