package dev.kubezap.playground.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.playground.TestControlPlane;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.process.ProcessRecords;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("control-plane")
class ControlPlaneTest {

  @TempDir Path data;

  @Test
  void keepsStateAndAddressOverRestartsAndSurvivesTheKillOfTheApiServer() throws Exception {
    String server;
    try (var running = new TestControlPlane(data);
        var client = running.client()) {
      var controlPlane = running.controlPlane;
      server = client.getMasterUrl().toString();
      client
          .configMaps()
          .inNamespace("default")
          .resource(new ConfigMapBuilder().withNewMetadata().withName("kept").endMetadata().build())
          .create();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .configMaps()
                              .inNamespace("default")
                              .withName("kube-root-ca.crt")
                              .get())
                      .isNotNull());
      var before = controlPlane.pid(Program.KUBE_APISERVER);
      ProcessHandle.of(before).orElseThrow().destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(controlPlane.pid(Program.KUBE_APISERVER)).isNotIn(0L, before);
                assertThat(client.configMaps().inNamespace("default").withName("kept").get())
                    .isNotNull();
              });
    }
    assertThat(new ProcessRecords(data.resolve("run")).running()).isEmpty();

    try (var again = new TestControlPlane(data);
        var client = again.client()) {
      assertThat(client.getMasterUrl()).hasToString(server);
      assertThat(client.configMaps().inNamespace("default").withName("kept").get()).isNotNull();
    }
  }
}
