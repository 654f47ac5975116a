package dev.kubezap.playground.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.playground.TestControlPlane;
import dev.kubezap.playground.binaries.Program;
import dev.kubezap.playground.process.ProcessRecords;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("control-plane")
class ControlPlaneTest {

  @TempDir Path data;

  @Test
  void noUserOfTheMachineGetsIntoEtcdWithoutTheKey() throws Exception {
    try (var _ = new TestControlPlane(data);
        var file = Files.newInputStream(data.resolve("ports.properties"))) {
      var ports = new Properties();
      ports.load(file);
      for (var port : List.of("etcd", "etcd-peer")) {
        var number = Objects.requireNonNull(ports.getProperty(port));
        assertThatThrownBy(() -> ask("http://127.0.0.1:" + number)).isInstanceOf(IOException.class);
        // By TLS 1.3 the client is done before the server asks for its certificate: whether the
        // alert or the end of the connection is read first is chance.
        assertThatThrownBy(() -> ask("https://127.0.0.1:" + number))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(ConnectException.class);
      }
    }
  }

  /** Trusts whatever server there is and shows no certificate. */
  private static int ask(String address) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    try (var http = HttpClient.newBuilder().sslContext(context).build()) {
      var request = HttpRequest.newBuilder(URI.create(address + "/version")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static final class TrustsAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

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
