package dev.kubezap.whatsapp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.OpenException.Step;
import dev.kubezap.whatsapp.transport.TestWebSocketServer.Message;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WebSocketTransportTest {

  private static final RandomBytes RANDOM = RandomBytes.secure(new SecureRandom());

  @Test
  void asksForTheSocketAsTheWebClientDoes() throws Exception {
    BlockingQueue<TestWebSocketServer.Peer> peers = new LinkedBlockingQueue<>();
    try (TestWebSocketServer server = TestWebSocketServer.start(peer -> peers.put(peer.upgrade()));
        Transport transport = open(server)) {
      TestWebSocketServer.Peer peer = peers.take();
      assertThat(peer.requestLine).isEqualTo("GET /ws/chat?a=b HTTP/1.1");
      assertThat(peer.headers)
          .containsEntry("host", "127.0.0.1:" + server.port())
          .containsEntry("origin", "https://web.whatsapp.com")
          .containsEntry("sec-websocket-version", "13")
          .doesNotContainKey("sec-websocket-protocol");
      assertThat(transport.receive()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536, 200_000})
  void bytesOfEverySizeComeBack(int size) throws Exception {
    byte[] bytes = RANDOM.next(size);
    try (TestWebSocketServer server =
            TestWebSocketServer.start(
                peer -> {
                  peer.upgrade();
                  for (byte[] next = peer.receive(); next != null; next = peer.receive()) {
                    peer.send(next);
                  }
                });
        Transport transport = open(server)) {
      transport.send(bytes);
      transport.flush();
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      while (received.size() < size) {
        received.writeBytes(transport.receive().orElseThrow());
      }
      assertThat(received.toByteArray()).isEqualTo(bytes);
      transport.end();
      assertThat(transport.receive()).isEmpty();
    }
  }

  @Test
  void fragmentsAreJoinedAndPingsBetweenThemAnswered() throws Exception {
    BlockingQueue<Message> pongs = new LinkedBlockingQueue<>();
    try (TestWebSocketServer server =
            TestWebSocketServer.start(
                peer -> {
                  peer.upgrade();
                  peer.frame(0x02, latin("ab"));
                  peer.frame(0x89, latin("are you there"));
                  peer.frame(0x00, latin(""));
                  peer.frame(0x80, latin("cd"));
                  peer.frame(0x8A, latin("unasked"));
                  peer.send(latin("ef"));
                  pongs.put(peer.receiveFrame());
                  peer.frame(0x88, new byte[] {3, (byte) 0xE8});
                });
        Transport transport = open(server)) {
      StringBuilder text = new StringBuilder();
      for (Optional<byte[]> chunk = transport.receive();
          chunk.isPresent();
          chunk = transport.receive()) {
        text.append(new String(chunk.get(), StandardCharsets.ISO_8859_1));
      }
      assertThat(text).hasToString("abcdef");
      assertThat(pongs.take()).isEqualTo(new Message(10, "are you there"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8182000000000102", // masked
        "c20101", // reserved bit
        "810161", // text
        "800161", // continuation of nothing
        "090161", // fragmented ping
        "897e0080", // long ping
        "830161", // unknown kind
        "8b0161", // unknown control kind
        "827f8000000000000000", // negative length
        "827f0000000100000000", // 4 GiB
        "897f8000000000000000", // negative length of a ping
        "897f8000000070000000", // the same, and what is cut from it is huge
        "020161007f7fffffffffffffff", // a length that added to the one before is negative
        "02016182016101", // new message inside another
        "880203f3", // closed with 1011
      })
  void violationsEndTheStreamWithAnError(String hex) throws Exception {
    try (TestWebSocketServer server =
            TestWebSocketServer.start(
                peer -> {
                  peer.upgrade().raw(java.util.HexFormat.of().parseHex(hex));
                  peer.in.readAllBytes();
                });
        Transport transport = open(server)) {
      assertThatThrownBy(
              () -> {
                while (transport.receive().isPresent()) {
                  assertThat(hex).startsWith("0201");
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the peer ");
    }
  }

  @Test
  void endInsideAMessageIsAnError() throws Exception {
    try (TestWebSocketServer server =
            TestWebSocketServer.start(peer -> peer.upgrade().raw(new byte[] {(byte) 0x82, 5, 1}));
        Transport transport = open(server)) {
      assertThat(transport.receive()).isPresent();
      assertThatThrownBy(transport::receive).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void closingWakesABlockedReader() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    try (TestWebSocketServer server =
        TestWebSocketServer.start(peer -> peer.upgrade().in.readAllBytes())) {
      Transport transport = open(server);
      Thread closer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    transport.close();
                  });
      reading.countDown();
      assertThatThrownBy(transport::receive).isInstanceOf(IOException.class);
      closer.join();
    }
  }

  @Test
  void httpErrorIsReportedAtOnce() throws Exception {
    try (TestWebSocketServer server =
        TestWebSocketServer.start(
            peer -> {
              peer.readRequest();
              peer.text("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nsorry");
              // Keeps the connection open, as servers do.
              peer.in.readAllBytes();
            })) {
      OpenException refusal = refusal(settings(server));
      assertThat(refusal.step()).isEqualTo(Step.UPGRADE);
      assertThat(refusal).hasMessageContaining("HTTP 503");
    }
  }

  @Test
  void answerThatIsNoWebSocketsIsRefused() throws Exception {
    for (String answer :
        new String[] {
          "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
          "SSH-2.0-OpenSSH\r\n\r\n",
          "HTTP/1.1 abc\r\n\r\n",
          "HTTP/1.1 101 X\r\n" + "A: b\r\n".repeat(5000) + "\r\n"
        }) {
      try (TestWebSocketServer server =
          TestWebSocketServer.start(
              peer -> {
                peer.readRequest();
                peer.text(answer);
                peer.in.readAllBytes();
              })) {
        assertThat(refusal(settings(server)).step()).isEqualTo(Step.UPGRADE);
      }
    }
  }

  @Test
  void silentAndTricklingServersHitTheTimeLimit() throws Exception {
    for (boolean trickle : new boolean[] {false, true}) {
      try (TestWebSocketServer server =
          TestWebSocketServer.start(
              peer -> {
                while (trickle && peer.in.read() >= 0) {
                  peer.text("H");
                }
                peer.in.readAllBytes();
              })) {
        long start = System.nanoTime();
        OpenException refusal = refusal(settings(server).withOpenTimeout(Duration.ofMillis(300)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(refusal).hasMessageContaining(trickle ? "WebSocket" : "within 300 ms");
      }
    }
  }

  @Test
  void nobodyListensAndNobodyHasTheName() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    OpenException refused =
        refusal(WebSocketSettings.of(URI.create("ws://127.0.0.1:" + free + "/")));
    assertThat(refused.step()).isEqualTo(Step.NETWORK);
    assertThat(refused).hasMessageContaining("127.0.0.1:" + free);
    OpenException unknown = refusal(WebSocketSettings.of(URI.create("ws://nobody.invalid/")));
    assertThat(unknown.step()).isEqualTo(Step.NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://x/", "wss:///path", "wss:x", "x"})
  void onlyWebSocketsHaveAnEndpoint(String endpoint) {
    assertThatThrownBy(() -> WebSocketSettings.of(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wss://");
  }

  private static WebSocketSettings settings(TestWebSocketServer server) {
    return WebSocketSettings.of(server.uri());
  }

  private static Transport open(TestWebSocketServer server) throws OpenException {
    return new WebSocketOpener(settings(server), RANDOM).open();
  }

  private static OpenException refusal(WebSocketSettings settings) {
    return catchThrowableOfType(
        OpenException.class, () -> new WebSocketOpener(settings, RANDOM).open());
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
