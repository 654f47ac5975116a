package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(60)
class TlsAndProxyTest {

  private static final RandomBytes RANDOM = RandomBytes.secure(new SecureRandom());
  @TempDir static Path folder;
  private static TestKeys keys;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keys =
        new TestKeys(folder)
            .make("here", "ip:127.0.0.1")
            .make("elsewhere", "dns:elsewhere.example");
  }

  @Test
  void trustsTheAuthorityOfTheFile() throws Exception {
    try (TestWebSocketServer server = echo("here")) {
      assertEchoes(settings(server).withCaFile(pem("here")));
    }
  }

  @Test
  void doesNotTrustAnUnknownAuthority() throws Exception {
    try (TestWebSocketServer server = echo("here")) {
      OpenException refusal = refusal(settings(server));
      assertThat(refusal.step()).isEqualTo(Step.TLS);
      assertThat(refusal).hasMessageContaining("127.0.0.1");
      assertThat(refusal(settings(server).withCaFile(pem("elsewhere"))).step()).isEqualTo(Step.TLS);
    }
  }

  @Test
  void doesNotTrustACertificateForAnotherName() throws Exception {
    try (TestWebSocketServer server = echo("elsewhere")) {
      OpenException refusal = refusal(settings(server).withCaFile(pem("elsewhere")));
      assertThat(refusal.step()).isEqualTo(Step.TLS);
    }
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws Exception {
    Path empty = Files.createTempFile(folder, "empty", ".pem");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
    WebSocketSettings settings = WebSocketSettings.of(URI.create("wss://127.0.0.1:1/"));
    for (Path file : List.of(empty, garbage, folder.resolve("missing.pem"))) {
      OpenException refusal = refusal(settings.withCaFile(file));
      assertThat(refusal.step()).isEqualTo(Step.CERTIFICATE_FILE);
      assertThat(refusal).hasMessageContaining(file.toString());
    }
  }

  @Test
  void tunnelsThroughAProxyWithUserAndPassword() throws Exception {
    BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();
    try (TestWebSocketServer server = echo("here");
        TestWebSocketServer proxy = proxy(seen, 200)) {
      WebSocketSettings settings =
          settings(server).withCaFile(pem("here")).withProxy(through(proxy, "us%65r:p+%C3%A4:ss@"));
      assertEchoes(settings);
      Map<String, String> headers = seen.take();
      assertThat(headers)
          .containsEntry("request", "CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
      // printf 'user:p+ä:ss' | base64
      assertThat(headers).containsEntry("proxy-authorization", "Basic dXNlcjpwK8OkOnNz");
    }
  }

  @Test
  void tunnelsWithoutTlsAndWithoutUser() throws Exception {
    BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();
    try (TestWebSocketServer server = TestWebSocketServer.start(TlsAndProxyTest::serveEcho);
        TestWebSocketServer proxy = proxy(seen, 200)) {
      assertEchoes(settings(server).withProxy(through(proxy, "")));
      assertThat(seen.take()).doesNotContainKey("proxy-authorization");
    }
  }

  @Test
  void refusalsOfTheProxyAreReportedWithoutThePassword() throws Exception {
    for (int status : new int[] {407, 403, 502}) {
      try (TestWebSocketServer server = echo("here");
          TestWebSocketServer proxy = proxy(new LinkedBlockingQueue<>(), status)) {
        OpenException refusal = refusal(settings(server).withProxy(through(proxy, "user:geheim@")));
        assertThat(refusal.step()).isEqualTo(Step.PROXY);
        assertThat(refusal).hasMessageContaining("HTTP " + status);
        assertThat(refusal.getMessage()).doesNotContain("geheim");
      }
    }
  }

  @Test
  void proxiesHaveAForm() {
    for (String uri : List.of("https://127.0.0.1:1", "http://host", "http:///x", "//127.0.0.1:1")) {
      assertThatThrownBy(() -> ProxySettings.of(URI.create(uri)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("http://");
    }
    assertThat(ProxySettings.of(URI.create("http://user:geheim@proxy.example:3128")))
        .hasToString("http://proxy.example:3128");
  }

  private static void assertEchoes(WebSocketSettings settings) throws Exception {
    try (Transport transport = new WebSocketOpener(settings, RANDOM).open()) {
      transport.send(new byte[] {1, 2, 3});
      transport.flush();
      assertThat(transport.receive()).contains(new byte[] {1, 2, 3});
      transport.end();
      assertThat(transport.receive()).isEmpty();
    }
  }

  private static TestWebSocketServer echo(String alias) throws Exception {
    return TestWebSocketServer.start(
        keys.server(alias)
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        "wss",
        TlsAndProxyTest::serveEcho);
  }

  private static void serveEcho(TestWebSocketServer.Peer peer) throws IOException {
    peer.upgrade();
    for (byte[] next = peer.receive(); next != null; next = peer.receive()) {
      peer.send(next);
    }
    peer.frame(0x88, new byte[] {3, (byte) 0xE8});
  }

  private static TestWebSocketServer proxy(BlockingQueue<Map<String, String>> seen, int status)
      throws IOException {
    return TestWebSocketServer.start(
        peer -> {
          peer.readRequest();
          peer.headers.put("request", peer.requestLine);
          seen.put(peer.headers);
          peer.text("HTTP/1.1 " + status + " X\r\nVia: test\r\n\r\n");
          if (status != 200) {
            peer.in.readAllBytes();
            return;
          }
          String target = peer.requestLine.split(" ", -1)[1];
          int colon = target.lastIndexOf(':');
          try (Socket server =
              new Socket(
                  target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
            Thread back = Thread.ofVirtual().start(() -> copy(server, peer.out));
            peer.in.transferTo(server.getOutputStream());
            server.shutdownOutput();
            back.join();
          }
        });
  }

  private static void copy(Socket from, OutputStream to) {
    try {
      from.getInputStream().transferTo(to);
    } catch (IOException ended) {
      // The other direction ends the test's connection.
      return;
    }
  }

  private static ProxySettings through(TestWebSocketServer proxy, String userInfo) {
    return ProxySettings.of(URI.create("http://" + userInfo + "127.0.0.1:" + proxy.port()));
  }

  private static WebSocketSettings settings(TestWebSocketServer server) {
    return WebSocketSettings.of(server.uri());
  }

  private static OpenException refusal(WebSocketSettings settings) {
    return catchThrowableOfType(
        OpenException.class, () -> new WebSocketOpener(settings, RANDOM).open());
  }

  private static Path pem(String alias) {
    return keys.pem(alias);
  }
}
