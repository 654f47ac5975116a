package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.operator.MovedClock;
import dev.kubezap.operator.settings.NetworkEndpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asks a real API server with the operator's rights. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class ApiServerAddressesTest {

  private static final Optional<NetworkEndpoint> SERVICE = NetworkEndpoint.of("10.96.0.1", 443);

  private final ControlPlane plane;

  ApiServerAddressesTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void whatIsBehindTheServiceIsFoundAndFollowed() {
    var clock = new MovedClock();
    try (KubernetesClient administrator = plane.client();
        KubernetesClient operator = OperatorAccount.client(plane, administrator)) {
      var addresses = new ApiServerAddresses(operator, SERVICE, clock);
      assertThat(addresses.current()).as("nobody knows").isEmpty();

      EndpointSlice slice = administrator.resource(slice("172.18.0.2")).create();
      try {
        assertThat(addresses.current()).as("not asked again yet").isEmpty();
        clock.move(Duration.ofMinutes(6));
        assertThat(addresses.current())
            .containsExactly(
                SERVICE.orElseThrow(), NetworkEndpoint.of("172.18.0.2", 6443).orElseThrow());

        administrator.resource(slice("172.18.0.3")).update();
        clock.move(Duration.ofMinutes(6));
        assertThat(addresses.current())
            .containsExactly(
                SERVICE.orElseThrow(), NetworkEndpoint.of("172.18.0.3", 6443).orElseThrow());
      } finally {
        administrator.resource(slice).delete();
      }
      clock.move(Duration.ofMinutes(6));
      assertThat(addresses.current()).as("what was known stays").hasSize(2);
    }
  }

  private static EndpointSlice slice(String address) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("kubernetes")
        .endMetadata()
        .withAddressType("IPv4")
        .addNewEndpoint()
        .withAddresses(address)
        .endEndpoint()
        .addNewPort()
        .withName("https")
        .withPort(6443)
        .endPort()
        .build();
  }
}
