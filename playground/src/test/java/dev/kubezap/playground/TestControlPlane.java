package dev.kubezap.playground;

import dev.kubezap.playground.binaries.BinarySearch;
import dev.kubezap.playground.controlplane.ControlPlane;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.terminal.Terminal;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/** A running control plane in a folder, for tests. */
public final class TestControlPlane implements AutoCloseable {

  public final Ports ports;
  public final ProcessRecords records;
  public final ControlPlane controlPlane;

  public TestControlPlane(Path data) throws Exception {
    var terminal = new Terminal(System.out);
    ports = new Ports(data.resolve("ports.properties"));
    records = new ProcessRecords(data.resolve("run"));
    controlPlane =
        new ControlPlane(
            BinarySearch.usual(System.getenv(), Path.of("control-plane/build"), terminal).find(),
            data.resolve("cluster"),
            data.resolve("logs"),
            ports,
            records,
            terminal);
    controlPlane.start();
  }

  public KubernetesClient client() throws Exception {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(controlPlane.kubeconfig().toFile()))
        .build();
  }

  @Override
  public void close() {
    try {
      controlPlane.stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
