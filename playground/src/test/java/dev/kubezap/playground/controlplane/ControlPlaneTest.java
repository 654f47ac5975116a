package dev.kubezap.playground.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.playground.binaries.BinarySearch;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.terminal.Terminal;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
    var controlPlane = controlPlane();
    controlPlane.start();
    String server;
    try (var client = client(controlPlane)) {
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
    } finally {
      controlPlane.stop();
    }
    assertThat(new ProcessRecords(data.resolve("run")).running()).isEmpty();

    var again = controlPlane();
    again.start();
    try (var client = client(again)) {
      assertThat(client.getMasterUrl()).hasToString(server);
      assertThat(client.configMaps().inNamespace("default").withName("kept").get()).isNotNull();
    } finally {
      again.stop();
    }
  }

  private ControlPlane controlPlane() throws Exception {
    var terminal = new Terminal(System.out);
    var binaries =
        BinarySearch.usual(System.getenv(), Path.of("control-plane/build"), terminal).find();
    return new ControlPlane(
        binaries,
        data.resolve("cluster"),
        data.resolve("logs"),
        new Ports(data.resolve("ports.properties")),
        new ProcessRecords(data.resolve("run")),
        terminal);
  }

  private static KubernetesClient client(ControlPlane controlPlane) throws Exception {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(controlPlane.kubeconfig().toFile()))
        .build();
  }
}
