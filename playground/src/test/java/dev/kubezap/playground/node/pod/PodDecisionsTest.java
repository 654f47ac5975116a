package dev.kubezap.playground.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.playground.node.spec.PodAddress;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final PodAddress ADDRESS = new PodAddress("192.0.2.1", "127.0.0.1");

  @Test
  void thePhaseFollowsTheContainers() {
    assertThat(status(null, waiting("ContainerCreating", ""), NOW).getPhase()).isEqualTo("Pending");
    assertThat(status(null, running(false), NOW).getPhase()).isEqualTo("Running");
    assertThat(status(null, waiting("CrashLoopBackOff", "process://1"), NOW).getPhase())
        .isEqualTo("Running");
    assertThat(compose(null, ended(0), false, true).getPhase()).isEqualTo("Succeeded");
    assertThat(compose(null, ended(1), false, true).getPhase()).isEqualTo("Failed");
    assertThat(compose(null, ended(1), true, false).getPhase()).isEqualTo("Running");
  }

  @Test
  void aPodThatIsBeingEndedIsNotReady() {
    assertThat(condition(compose(null, running(true), false, false), "Ready").getStatus())
        .isEqualTo("True");
    assertThat(condition(compose(null, running(true), true, true), "Ready").getStatus())
        .isEqualTo("False");
  }

  @Test
  void conditionsKeepTheirTimeUntilTheyChangeAndThoseOfOthersStay() {
    var first = status(null, running(true), NOW);
    var foreign = new PodConditionBuilder().withType("DisruptionTarget").withStatus("True").build();
    first.setConditions(
        java.util.stream.Stream.concat(
                first.getConditions().stream(), java.util.stream.Stream.of(foreign))
            .toList());
    var later = status(first, running(true), NOW.plusSeconds(60));
    assertThat(condition(later, "Ready").getLastTransitionTime()).isEqualTo(NOW.toString());
    assertThat(condition(later, "DisruptionTarget")).isEqualTo(foreign);
    var changed = status(later, running(false), NOW.plusSeconds(90));
    assertThat(condition(changed, "Ready").getLastTransitionTime())
        .isEqualTo(NOW.plusSeconds(90).toString());
    assertThat(condition(changed, "PodScheduled").getLastTransitionTime())
        .isEqualTo(NOW.toString());
  }

  @Test
  void restartsFollowThePolicy() {
    assertThat(RestartPolicy.of("Always").delay(0, 1)).contains(Duration.ZERO);
    assertThat(RestartPolicy.of("Always").delay(0, 2)).contains(Duration.ofMillis(500));
    assertThat(RestartPolicy.of("Always").delay(1, 100)).contains(Duration.ofSeconds(30));
    assertThat(RestartPolicy.of("OnFailure").delay(0, 1)).isEmpty();
    assertThat(RestartPolicy.of("OnFailure").delay(1, 1)).isPresent();
    assertThat(RestartPolicy.of("Never").delay(1, 1)).isEmpty();
  }

  @Test
  void aProbeNeedsItsThresholdInARow() {
    var counter = ProbeCounter.fresh(2, 3).after(false).after(false).after(true).after(false);
    assertThat(counter.verdict()).isEmpty();
    assertThat(counter.after(false).after(false).verdict()).contains(false);
    assertThat(counter.after(true).after(true).verdict()).contains(true);
  }

  private static PodStatus status(
      @Nullable PodStatus before, ContainerSnapshot container, Instant now) {
    return PodStatusComposer.compose(
        before, ADDRESS, List.of(container), true, false, false, NOW, now);
  }

  private static PodStatus compose(
      @Nullable PodStatus before, ContainerSnapshot container, boolean stopping, boolean mayEnd) {
    return PodStatusComposer.compose(
        before, ADDRESS, List.of(container), true, stopping, mayEnd, NOW, NOW);
  }

  private static PodCondition condition(PodStatus status, String type) {
    return status.getConditions().stream()
        .filter(each -> each.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static ContainerSnapshot waiting(String reason, String id) {
    return snapshot(new ContainerState.Waiting(reason, "", NOW), false, id);
  }

  private static ContainerSnapshot running(boolean ready) {
    return snapshot(new ContainerState.Running(NOW), ready, "process://1");
  }

  private static ContainerSnapshot ended(int code) {
    return snapshot(
        new ContainerState.Terminated(code, "Error", NOW, NOW, "process://1"),
        false,
        "process://1");
  }

  private static ContainerSnapshot snapshot(ContainerState state, boolean ready, String id) {
    return new ContainerSnapshot("session", "i", state, Optional.empty(), 0, ready, ready, id);
  }
}
