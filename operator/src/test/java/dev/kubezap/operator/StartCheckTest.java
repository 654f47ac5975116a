package dev.kubezap.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class StartCheckTest {

  @Test
  void nothingToSayWhenSessionsCanBeListed(ControlPlane plane) {
    try (KubernetesClient client = plane.client()) {
      assertThat(StartCheck.obstacle(client, Set.of())).isEmpty();
      assertThat(StartCheck.obstacle(client, Set.of("default", "other"))).isEmpty();
    }
  }

  @Test
  void saysWhenCredentialsAreWrong(ControlPlane plane) {
    var config = new ConfigBuilder(plane.config()).withOauthToken("wrong").build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(StartCheck.obstacle(client, Set.of()))
          .get()
          .asString()
          .contains("check KUBECONFIG");
    }
  }

  @Test
  void saysWhatIsMissing() {
    var e = new KubernetesClientException("no");

    assertThat(StartCheck.advice(StartCheck.SESSIONS, 404, "https://server/", e))
        .contains("apply whatsappsessions.kubezap.dev.yaml");
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 403, "https://server/", e))
        .contains("rights.yaml");
    assertThat(StartCheck.advice(StartCheck.CLASSES, 404, "https://server/", e))
        .isEqualTo(
            "The API server at https://server/ does not know WhatsAppSessionClass: apply"
                + " whatsappsessionclasses.kubezap.dev.yaml from crds/ first.");
    assertThat(StartCheck.advice(StartCheck.CLASSES, 403, "https://server/", e))
        .contains("operator/kubernetes/class-rights.yaml");
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 0, "https://server/", e))
        .contains("https://server/ cannot be used (no): set KUBECONFIG");
    var unknown =
        new KubernetesClientException(
            "Operation: [list] failed.", new UnknownHostException("kubernetes.default.svc"));
    assertThat(StartCheck.advice(StartCheck.SESSIONS, 0, "https://server/", unknown))
        .contains("cannot be used (unknown host kubernetes.default.svc)");
  }
}
