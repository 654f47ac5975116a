package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session's pod may write, with the policy that the product comes with. */
@LoopTest
class PodStatusPolicyTest {

  private static final Path POLICY = Path.of("kubernetes/pod-status-policy.yaml");

  private final OperatorWorld world;
  private final List<HasMetadata> policy = new ArrayList<>();

  PodStatusPolicyTest(OperatorWorld world) {
    this.world = world;
  }

  @BeforeEach
  void apply() throws Exception {
    try (var yaml = Files.newInputStream(POLICY)) {
      policy.addAll(world.client.load(yaml).items());
    }
    assertThat(policy).hasSize(2);
    policy.forEach(object -> world.client.resource(object).serverSideApply());
  }

  @AfterEach
  void remove() {
    policy.forEach(object -> world.client.resource(object).delete());
  }

  @Test
  void thePodWritesItsHalfAlone() {
    Pod pod = world.connected("support", "{}");
    // The API server takes a moment to learn of a policy. A dry run leaves nothing behind before.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThatThrownBy(
                        () -> world.stage.tryAsPod("support", status(null, Map.of("log-out", "9"))))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("the rest of the status is the operator's"));

    var otherClass =
        new WhatsAppSessionStatus(
            null, null, null, null, null, null, null, null, "gold", Map.of(), List.of(), null);
    assertThatThrownBy(() -> write(otherClass))
        .hasMessageContaining("the rest of the status is the operator's");
    assertThatThrownBy(() -> write(status("Restricted", Map.of())))
        .hasMessageContaining("the rest of the status is the operator's");
    assertThatThrownBy(
            () ->
                write(
                    new WhatsAppSessionStatus(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of(
                            new Condition(
                                "Stalled", "True", "Mine", "", "2026-11-21T00:00:00Z", null)),
                        null)))
        .hasMessageContaining(
            "the conditions NumberShared, Ready, Reconciling and Stalled are the operator's");

    world.stage.reportEpoch("support", pod, 2);
    world.stage.report(
        "support",
        Stage.report(pod, "Connected", "4915112345678:7@s.whatsapp.net"),
        new Condition("Degraded", "True", "Slow", "", "2026-11-21T00:00:00Z", null));
    world.stage.awaitSession("support", session -> condition(session, "Degraded").isPresent());
    world.stage.apply("support", "{suspend: true}");
    world.stage.awaitSession("support", Stage.phase("Suspended"));
  }

  /** By force, as whoever has the pod's token can. */
  private void write(WhatsAppSessionStatus status) {
    world.stage.writeAsPod("support", status, true);
  }

  private static WhatsAppSessionStatus status(
      @Nullable String phase, Map<String, String> commands) {
    return new WhatsAppSessionStatus(
        phase, null, null, null, null, null, null, null, null, commands, List.of(), null);
  }
}
