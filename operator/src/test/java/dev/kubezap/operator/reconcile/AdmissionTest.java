package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a policy of the cluster does to StatefulSets must not stop the rollout: two at once here.
 */
@LoopTest
class AdmissionTest {

  private static final List<String> FLEET = List.of("a", "b", "c");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OperatorWorld world;
  @TempDir private Path folder;

  AdmissionTest(OperatorWorld world) {
    this.world = world;
  }

  @BeforeEach
  @AfterEach
  void nothingIsUnderWay() {
    await().atMost(PATIENCE).until(() -> world.operator.restarting() == 0);
  }

  @Test
  void whatAPolicyChangesEveryTimeIsNoRestart() throws Exception {
    try (var _ = new AdmissionPolicy(world.client, world.stage.namespace(), folder)) {
      FLEET.forEach(name -> world.connected(name, "{}"));
      assertThat(AdmissionPolicy.requestedCpu(world.stage.pod("a").getSpec()))
          .isEqualTo(AdmissionPolicy.CPU);
      // Each is looked at again, and does what it is asked to.
      FLEET.forEach(name -> world.stage.annotate(name, "kubezap.dev/reconnect", "now"));
      await().atMost(PATIENCE).until(() -> world.pods.reconnects.size() == FLEET.size());
      assertThat(world.operator.restarting()).isZero();

      restart("c");

      assertThat(AdmissionPolicy.requestedCpu(world.stage.pod("c").getSpec()))
          .isEqualTo(AdmissionPolicy.CPU);
      FLEET.forEach(
          name ->
              world.stage.awaitSession(
                  name, session -> condition(session, "Reconciling").isEmpty()));
      leave();
    }
  }

  @Test
  void whatAPolicyRefusesHoldsUpNobody() throws Exception {
    FLEET.forEach(name -> world.connected(name, "{}"));
    try (var policy = new AdmissionPolicy(world.client, world.stage.namespace(), folder)) {
      for (String name : List.of("a", "b")) {
        policy.refuse("was-" + name);
        world.stage.annotate(name, "kubezap.dev/restart", "now");
        world.stage.awaitSession(
            name,
            session ->
                condition(session, "Stalled")
                    .map(Condition::message)
                    .filter(message -> message.contains("not like this"))
                    .isPresent());
      }

      restart("c");
      leave();
    }
  }

  /** Without the policy they would be restarted for good. */
  private void leave() {
    FLEET.forEach(world.stage::delete);
    FLEET.forEach(world.stage::awaitGone);
  }

  private void restart(String name) {
    String before = world.stage.pod(name).getMetadata().getUid();
    world.stage.annotate(name, "kubezap.dev/restart", "now");
    await()
        .atMost(PATIENCE)
        .until(
            () -> world.stage.pod(name),
            pod -> pod != null && !before.equals(pod.getMetadata().getUid()));
    world.connected(name);
  }
}
