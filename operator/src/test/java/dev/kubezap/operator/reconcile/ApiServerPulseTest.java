package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class ApiServerPulseTest {

  /** As hardened clusters do with {@code /readyz}. */
  @Test
  void aRefusalIsAnAnswer(ControlPlane plane) {
    assertThat(answers(new ConfigBuilder(plane.config()))).isTrue();
    assertThat(answers(new ConfigBuilder(plane.config()).withOauthToken("nobody"))).isTrue();
  }

  @Test
  void aServerThatIsAwayDoesNotAnswer(ControlPlane plane) {
    assertThat(
            answers(
                new ConfigBuilder(plane.config())
                    .withMasterUrl("https://127.0.0.1:1")
                    .withRequestRetryBackoffLimit(0)))
        .isFalse();
  }

  private static boolean answers(ConfigBuilder config) {
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(config.build()).build()) {
      return new ApiServerPulse(client).answers();
    }
  }
}
