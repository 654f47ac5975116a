package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.settings.SettingsReader;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Lease without content, as somebody makes it by hand or restores it. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class LeaseTest {

  private static final String NAMESPACE = OperatorAccount.NAMESPACE;
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUBEZAP_DATABASE_URL", "jdbc:postgresql://postgres:5432/kubezap",
          "KUBEZAP_DATABASE_USER", "kubezap",
          "KUBEZAP_WATCH_NAMESPACES", "lease-test",
          "KUBEZAP_LEADER_ELECTION", "true",
          "KUBEZAP_LEASE_NAMESPACE", NAMESPACE,
          "KUBEZAP_LEASE_SECONDS", "3",
          "HOSTNAME", "first");

  private final ControlPlane plane;

  LeaseTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void isMendedAtTheStartAndNotAliveWhenItComesLater() {
    try (KubernetesClient administrator = plane.client();
        KubernetesClient client = OperatorAccount.client(plane, administrator)) {
      OperatorAccount.permitLease(administrator);
      var unused = new Stage(plane, administrator, "lease-test");
      var leases = administrator.leases().inNamespace(NAMESPACE).withName("kubezap-operator");
      leases.delete();
      administrator
          .resource(
              new LeaseBuilder()
                  .withNewMetadata()
                  .withNamespace(NAMESPACE)
                  .withName("kubezap-operator")
                  .endMetadata()
                  .build())
          .create();
      try (SessionOperator operator = operator(client)) {
        operator.start();
        await().atMost(Duration.ofSeconds(30)).until(operator::leading);
        assertThat(unused.namespace()).isEqualTo("lease-test");
        assertThat(operator.obstacle()).isEmpty();

        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> {
                  leases.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": null}");
                  return operator.obstacle().isPresent();
                });
      } finally {
        leases.delete();
      }
    }
  }

  private SessionOperator operator(KubernetesClient client) {
    return new SessionOperator(
        client,
        SettingsReader.read(name -> Optional.ofNullable(ENVIRONMENT.get(name)), "9.9.9"),
        new FakeDatabase(),
        new FakePods(),
        new KubernetesEvents(client, Clock.systemUTC(), "test"),
        Metrics.NOOP,
        Clock.systemUTC(),
        () -> {});
  }
}
