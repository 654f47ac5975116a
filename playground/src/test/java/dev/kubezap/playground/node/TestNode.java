package dev.kubezap.playground.node;

import dev.kubezap.playground.TestControlPlane;
import dev.kubezap.playground.node.logs.LogServer;
import dev.kubezap.playground.node.spec.LocalImages;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A node in a real control plane, whose sessions are {@link FakeSession}s. */
final class TestNode implements AutoCloseable {

  final TestControlPlane cluster;
  final KubernetesClient client;
  final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final int mostPods;
  private final LogServer logs;
  private NodeStandIn node;

  TestNode(Path data, int mostPods) throws Exception {
    this.data = data;
    this.mostPods = mostPods;
    cluster = new TestControlPlane(data);
    client = cluster.client();
    logs =
        new LogServer(
            cluster.ports.reserve("node-logs"),
            cluster.controlPlane.nodeCredentials().serverContext(),
            data.resolve("logs"));
    node = node();
    node.start();
  }

  /** Ends the node and whatever runs on it; its objects stay. */
  void stop() throws InterruptedException {
    node.stop(Duration.ofSeconds(5));
  }

  /** A new node takes the place of the one that was stopped. */
  void startAgain() {
    node = node();
    node.start();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    logs.close();
    client.close();
    cluster.close();
    http.close();
  }

  private NodeStandIn node() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var program =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir={root}/tmp",
            "-cp",
            Path.of("target/test-classes").toAbsolutePath().toString(),
            FakeSession.class.getName());
    return new NodeStandIn(
        client,
        InstantSource.system(),
        http,
        new LocalImages(Map.of("session-pod", program)),
        cluster.records,
        cluster.ports,
        data.resolve("node"),
        data.resolve("logs"),
        OptionalInt.of(logs.port()),
        mostPods,
        Map.of("PATH", "/usr/bin:/bin"));
  }
}
