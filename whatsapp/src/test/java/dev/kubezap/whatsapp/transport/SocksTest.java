package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SocksTest {

  private static final RandomBytes RANDOM = RandomBytes.secure(new SecureRandom());

  @ParameterizedTest
  @ValueSource(strings = {"", "user:pass%20word@"})
  void tunnelsByName(String userInfo) throws Exception {
    try (TestWebSocketServer server =
            TestWebSocketServer.start(peer -> peer.upgrade().send(new byte[] {7}));
        TestWebSocketServer proxy = socks(userInfo.isEmpty() ? 0 : 2, 0, 3)) {
      // Only the proxy knows this name.
      URI endpoint = URI.create("ws://only.the.proxy.invalid:" + server.port() + "/");
      try (Transport transport = open(endpoint, proxy, userInfo)) {
        assertThat(transport.receive()).contains(new byte[] {7});
      }
      assertThat(proxy.failure()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, user:wrong@, does not take user and password",
    "2, 0, user:wrong@, refuses user and password",
    "2, 0, '', wants user and password",
    "255, 0, '', wants user and password",
    "0, 5, '', connection refused",
    "0, 2, '', not allowed",
    "0, 99, '', reply 99"
  })
  void refusalsAreNamed(int method, int reply, String userInfo, String text) throws Exception {
    try (TestWebSocketServer proxy = socks(method, reply, 1)) {
      OpenException refusal =
          catchThrowableOfType(
              OpenException.class, () -> open(URI.create("ws://127.0.0.1:1/"), proxy, userInfo));
      assertThat(refusal.step()).isEqualTo(Step.PROXY);
      assertThat(refusal).hasMessageContaining(text);
      assertThat(refusal.getMessage()).contains("socks5://127.0.0.1").doesNotContain("wrong");
    }
  }

  @Test
  void serverOfAnotherKindIsNamed() throws Exception {
    try (TestWebSocketServer proxy =
        TestWebSocketServer.start(peer -> peer.text("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      OpenException refusal =
          catchThrowableOfType(
              OpenException.class, () -> open(URI.create("ws://127.0.0.1:1/"), proxy, ""));
      assertThat(refusal).hasMessageContaining("does not speak SOCKS 5");
    }
  }

  private static Transport open(URI endpoint, TestWebSocketServer proxy, String userInfo)
      throws OpenException {
    ProxySettings through =
        ProxySettings.of(URI.create("socks5://" + userInfo + "127.0.0.1:" + proxy.port()));
    return new WebSocketOpener(WebSocketSettings.of(endpoint).withProxy(through), RANDOM).open();
  }

  /** A proxy that connects every name to the loopback, and answers with the kind of address. */
  private static TestWebSocketServer socks(int method, int reply, int kind) throws IOException {
    return TestWebSocketServer.start(
        peer -> {
          DataInputStream in = peer.in;
          assertThat(in.readUnsignedByte()).isEqualTo(5);
          byte[] offered = in.readNBytes(in.readUnsignedByte());
          peer.raw(new byte[] {5, (byte) method});
          if (method == 255 || offered[0] != method) {
            return;
          }
          if (method == 2) {
            assertThat(in.readUnsignedByte()).isEqualTo(1);
            boolean right = (string(in) + ':' + string(in)).equals("user:pass word");
            peer.raw(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
              return;
            }
          }
          assertThat(in.readNBytes(4)).isEqualTo(new byte[] {5, 1, 0, 3});
          String host = string(in);
          int port = in.readUnsignedShort();
          if (reply != 0) {
            peer.raw(new byte[] {5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0});
            return;
          }
          assertThat(host).isEqualTo("only.the.proxy.invalid");
          peer.raw(
              kind == 3
                  ? new byte[] {5, 0, 0, 3, 2, 'a', 'b', 0, 1}
                  : new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 1});
          try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofVirtual().start(() -> copy(server, peer.out));
            peer.in.transferTo(server.getOutputStream());
            server.shutdownOutput();
            back.join();
          }
        });
  }

  private static String string(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static void copy(Socket from, OutputStream to) {
    try {
      from.getInputStream().transferTo(to);
    } catch (IOException ended) {
      // The other direction ends the test's connection.
      return;
    }
  }
}
