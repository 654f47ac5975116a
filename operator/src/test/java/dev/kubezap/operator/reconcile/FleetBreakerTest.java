package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.SessionReport;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** On a real control plane: what pods report, and what every database is told within 30 s. */
@LoopTest
class FleetBreakerTest {

  private final OperatorWorld world;

  FleetBreakerTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void refusalsOfManyHoldBackAllInTheDatabase() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    List<Pod> pods = names.stream().map(name -> world.connected(name, "{}")).toList();
    assertThat(world.operator.heldBack()).isFalse();

    for (int i = 0; i < names.size(); i++) {
      world.stage.report(names.get(i), refused(pods.get(i)));
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> world.database.held.size() > 0);
    assertThat(world.operator.heldBack()).isTrue();
    var held = Objects.requireNonNull(world.database.held.values().iterator().next());
    assertThat(held.reason()).startsWith("WhatsApp refused 5 of ");
    assertThat(names.stream().flatMap(name -> world.events(name, "FleetHeldBack").stream()))
        .hasSize(1);
  }

  private static SessionReport refused(Pod pod) {
    return new SessionReport(
        "Restricted",
        "account-locked",
        pod.getMetadata().getUid(),
        1L,
        null,
        "4915112345678:7@s.whatsapp.net",
        null,
        null,
        null,
        null,
        null,
        null,
        new SessionReport.LastDisconnect("403", "account locked", Instant.now().toString()),
        null,
        null);
  }
}
