package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.process.ProcessRecords;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour as a user plays it, with everything that may go wrong meanwhile. */
@Tag("control-plane")
class TourIT {

  @TempDir Path folder;

  @Test
  void everyPartMayBeKilledOrAwayAndNothingIsLeftOfTheSession() throws Exception {
    var ending = RunningTour.play(folder.resolve("data"), "--kill", "--away", "--delete");

    assertThat(ending.output())
        .contains("killed operator")
        .contains("killed kube-apiserver")
        .contains("killed postgres")
        .contains("killed pod_default_was-tour-0_session")
        .contains("killed etcd")
        .contains("has fetched it, and opens the same bytes")
        .contains("✓ the answer of the group arrived at the webhook, signed")
        .contains("✓ operator away: the answer arrived at the webhook, signed")
        .contains("✓ the operator, back, has looked at the resource's change")
        .contains("✓ API server away: the answer arrived at the webhook, signed")
        .contains("✓ the API server, back, is told of the new connection")
        .contains("✓ no row is left of it")
        .contains("✓ no file and no process is left of it")
        .contains("has no linked device any more")
        .contains("violations of the protocol that the simulator saw: 0");
    assertThat(ending.code()).isZero();
    assertThat(new ProcessRecords(folder.resolve("data/run")).running()).isEmpty();
  }

  @Test
  void anApiServerOfTheUsersOwnIsUsedAndLeftRunning() throws Exception {
    try (var own = new TestControlPlane(folder.resolve("own"));
        var client = own.client()) {
      var kubeconfig = own.controlPlane.kubeconfig().toString();
      var before = own.controlPlane.pid(Program.KUBE_APISERVER);

      var ending = RunningTour.play(folder.resolve("data"), "--delete", "--kubeconfig", kubeconfig);

      assertThat(ending.output())
          .doesNotContain("control plane from")
          .contains("✓ the resource is Ready")
          .contains("has no linked device any more");
      assertThat(ending.code()).isZero();
      assertThat(own.controlPlane.pid(Program.KUBE_APISERVER)).isEqualTo(before);
      assertThat(client.resources(WhatsAppSession.class).inAnyNamespace().list().getItems())
          .isEmpty();
    }
  }
}
