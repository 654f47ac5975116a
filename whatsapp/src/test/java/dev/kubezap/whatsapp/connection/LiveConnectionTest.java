package dev.kubezap.whatsapp.connection;

import static dev.kubezap.whatsapp.connection.RecordingListener.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.noise.TestCertificates;
import dev.kubezap.whatsapp.transport.MemoryLink;
import dev.kubezap.whatsapp.transport.OpenException;
import dev.kubezap.whatsapp.transport.TestWebSocketServer;
import dev.kubezap.whatsapp.transport.Transport;
import dev.kubezap.whatsapp.transport.TransportOpener;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveConnectionTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
  private static final ConnectionId ID = new ConnectionId(4);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RandomBytes random = RandomBytes.secure(new SecureRandom());
  private final TestCertificates certificates = TestCertificates.valid();
  private final TestPeer peer = new TestPeer(certificates);
  private final MemoryLink link = new MemoryLink();
  private final Transport server = link.server();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void stanzasGoBothWaysAndTheEndComesOnceAndLast() throws Exception {
    Connection connection = online();
    connection.send(Node.of("presence").with("name", "me"));
    assertThat(receive().attribute("name")).contains("me");
    server.send(peer.bytes(Node.of("chatstate")));
    assertThat(await(listener.stanzas)).isEqualTo(Node.of("chatstate"));
    server.send(peer.frame(new byte[] {0, 9, 9}));
    assertThat(await(listener.heard)).isEqualTo("unreadable #4");
    server.send(peer.bytes(Node.of("xmlstreamend")));
    assertThat(await(listener.heard)).isEqualTo("closed #4");
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.StreamEnded(""));
    connection.send(Node.of("presence"));
    connection.close("again");
    assertThat(connection.request(iq(), MINUTE).get(5, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Disconnected());
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void localCloseLetsQueuedStanzasLeave() throws Exception {
    Connection connection = online();
    CompletableFuture<Answer> request = connection.request(iq().with("id", "r"), MINUTE);
    for (int i = 0; i < 500; i++) {
      connection.send(Node.of("presence").with("n", i));
    }
    connection.close("suspended");
    assertThat(receive().attribute("id")).contains("r");
    for (int i = 0; i < 500; i++) {
      assertThat(receive().number("n")).hasValue(i);
    }
    assertThat(server.receive()).isEmpty();
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("suspended"));
    assertThat(request.get(5, TimeUnit.SECONDS)).isEqualTo(new Answer.Disconnected());
  }

  @Test
  void noInstantAnswerIsMissed() throws Exception {
    Connection connection = online();
    Thread answering = Thread.ofVirtual().start(this::answerRequests);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      answers.add(connection.request(iq(), MINUTE));
    }
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Answer.Answered.class);
    }
    connection.close("done");
    answering.join();
  }

  @Test
  void stanzasOfManyThreadsAreNeverMixed() throws Exception {
    Connection connection = online();
    CountDownLatch done = new CountDownLatch(16);
    for (int thread = 0; thread < 16; thread++) {
      int number = thread;
      Thread.ofVirtual()
          .start(
              () -> {
                for (int i = 0; i < 100; i++) {
                  connection.send(Node.of("presence").with("thread", number).with("n", i));
                }
                done.countDown();
              });
    }
    int[] next = new int[16];
    for (int i = 0; i < 1_600; i++) {
      Node stanza = receive();
      int thread = (int) stanza.requiredNumber("thread");
      assertThat(stanza.requiredNumber("n")).isEqualTo(next[thread]++);
    }
    done.await();
    connection.close("done");
  }

  @Test
  void silentPeerIsNoticed() throws Exception {
    ConnectionTimes times = times(Duration.ofMillis(50), Duration.ofSeconds(20));
    Connection connection = online(times, listener);
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.DeadPeer("no answer to a ping"));
    assertThat(connection.id()).isEqualTo(ID);
  }

  @Test
  void blockedListenerStopsReadingAndIsNotThePeersFault() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    RecordingListener slow =
        new RecordingListener() {
          @Override
          public void stanza(ConnectionId id, Node stanza) {
            awaitQuietly(released);
            taken.incrementAndGet();
          }
        };
    online(times(Duration.ofMillis(50), Duration.ofSeconds(20)), slow);
    CountDownLatch allSent = new CountDownLatch(1);
    Thread sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 200; i++) {
                      server.send(peer.bytes(Node.of("presence")));
                    }
                    allSent.countDown();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    // The link takes 64 chunks. Many ping deadlines pass meanwhile, and none of them counts.
    assertThat(allSent.await(500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(slow.reasons).isEmpty();
    released.countDown();
    assertThat(allSent.await(10, TimeUnit.SECONDS)).isTrue();
    sending.join();
    assertThat(await(slow.reasons)).isInstanceOf(CloseReason.DeadPeer.class);
    assertThat(taken).hasValue(200);
  }

  @Test
  void listenerThatNeverTakesEndsTheConnectionAndItsRequests() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    RecordingListener stuck =
        new RecordingListener() {
          @Override
          public void stanza(ConnectionId id, Node stanza) {
            awaitQuietly(released);
          }
        };
    Connection connection = online(times(Duration.ofSeconds(20), Duration.ofMillis(200)), stuck);
    CompletableFuture<Answer> request = connection.request(iq(), MINUTE);
    server.send(peer.bytes(Node.of("presence")));
    assertThat(request.get(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Disconnected());
    assertThat(stuck.reasons).isEmpty();
    released.countDown();
    assertThat(await(stuck.reasons)).isEqualTo(new CloseReason.Stalled());
  }

  @Test
  void failingListenerEndsTheConnectionWithItsOwnFault() throws Exception {
    RecordingListener failing =
        new RecordingListener() {
          @Override
          public void stanza(ConnectionId id, Node stanza) {
            throw new IllegalStateException("defect");
          }
        };
    online(ConnectionTimes.DEFAULT, failing);
    server.send(peer.bytes(Node.of("presence")));
    assertThat(await(failing.reasons))
        .isEqualTo(new CloseReason.ListenerFailed("java.lang.IllegalStateException: defect"));
  }

  @Test
  void openingThatFailsIsReported() throws Exception {
    connect(
        () -> {
          throw new OpenException(OpenException.Step.PROXY, "no tunnel");
        });
    assertThat(await(listener.reasons))
        .isEqualTo(new CloseReason.ConnectFailed(OpenException.Step.PROXY, "no tunnel"));
  }

  @Test
  void openingIsGivenUpWhenItIsClosed() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    Connection connection =
        connect(
            () -> {
              opening.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new OpenException(OpenException.Step.NETWORK, "interrupted", e);
              }
              throw new AssertionError();
            });
    assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
    connection.close("suspended");
    assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("suspended"));
  }

  @Test
  void worksOverARealSocket() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (TestWebSocketServer webSocket =
        TestWebSocketServer.start(
            socket -> {
              socket.upgrade();
              while (!peer.isOpen()) {
                socket.send(peer.receive(Objects.requireNonNull(socket.receive())));
              }
              socket.send(peer.bytes(CoreBench.SUCCESS));
              for (byte[] bytes = socket.receive(); bytes != null; bytes = socket.receive()) {
                peer.receive(bytes);
                for (Node iq : peer.takeReceived()) {
                  socket.send(peer.bytes(result(iq)));
                }
              }
              end.countDown();
            })) {
      ConnectionSettings settings =
          ConnectionSettings.of(webSocket.uri(), certificates.root().publicKey());
      Connection connection =
          TransportConnector.overWebSocket(settings, random, CLOCK).connect(attempt(), listener);
      assertThat(await(listener.heard)).isEqualTo("online #4");
      for (int i = 0; i < 200; i++) {
        assertThat(connection.request(iq(), MINUTE).get(10, TimeUnit.SECONDS))
            .isInstanceOf(Answer.Answered.class);
      }
      connection.close("done");
      assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(await(listener.reasons)).isEqualTo(new CloseReason.ClosedLocally("done"));
    }
  }

  @Test
  void blockedListenerStopsTheServerByTcp() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger taken = new AtomicInteger();
    RecordingListener slow =
        new RecordingListener() {
          @Override
          public void stanza(ConnectionId id, Node stanza) {
            awaitQuietly(released);
            taken.incrementAndGet();
          }
        };
    int count = 768;
    AtomicInteger written = new AtomicInteger();
    CountDownLatch allWritten = new CountDownLatch(1);
    try (TestWebSocketServer webSocket =
        TestWebSocketServer.start(
            socket -> {
              socket.upgrade();
              while (!peer.isOpen()) {
                socket.send(peer.receive(Objects.requireNonNull(socket.receive())));
              }
              socket.send(peer.bytes(CoreBench.SUCCESS));
              for (int i = 0; i < count; i++) {
                socket.send(peer.bytes(Node.of("message").withBytes(new byte[32 << 10])));
                written.incrementAndGet();
              }
              allWritten.countDown();
              for (byte[] bytes = socket.receive(); bytes != null; bytes = socket.receive()) {
                peer.receive(bytes);
              }
            })) {
      ConnectionSettings settings =
          ConnectionSettings.of(webSocket.uri(), certificates.root().publicKey());
      Connection connection =
          TransportConnector.overWebSocket(settings, random, CLOCK).connect(attempt(), slow);
      assertThat(await(slow.heard)).isEqualTo("online #4");
      // 24 MB do not fit into the buffers of two sockets.
      assertThat(allWritten.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(written.get()).isLessThan(count);
      released.countDown();
      assertThat(allWritten.await(20, TimeUnit.SECONDS)).isTrue();
      connection.close("done");
      assertThat(await(slow.reasons)).isEqualTo(new CloseReason.ClosedLocally("done"));
      assertThat(taken.get()).isGreaterThan(written.get() / 2);
    }
  }

  private Connection online() throws Exception {
    return online(ConnectionTimes.DEFAULT, listener);
  }

  private Connection online(ConnectionTimes times, RecordingListener heard) throws Exception {
    Connection connection =
        new TransportConnector(link::client, certificates.root().publicKey(), times, random, CLOCK)
            .connect(attempt(), heard);
    while (!peer.isOpen()) {
      byte[] answer = peer.receive(server.receive().orElseThrow());
      if (answer.length > 0) {
        server.send(answer);
      }
    }
    server.send(peer.bytes(CoreBench.SUCCESS));
    assertThat(await(heard.heard)).isEqualTo("online #4");
    return connection;
  }

  private Connection connect(TransportOpener opener) {
    return new TransportConnector(
            opener, certificates.root().publicKey(), ConnectionTimes.DEFAULT, random, CLOCK)
        .connect(attempt(), listener);
  }

  private ConnectionAttempt attempt() {
    return new ConnectionAttempt(
        ID, Curve25519.generate(random), ByteString.copyFromUtf8("payload"), Optional.empty());
  }

  private static ConnectionTimes times(Duration pings, Duration stall) {
    return new ConnectionTimes(
        Duration.ofSeconds(20), pings, pings, pings, Duration.ofSeconds(20), stall);
  }

  private final List<Node> unread = new ArrayList<>();

  private Node receive() throws IOException {
    while (unread.isEmpty()) {
      peer.receive(server.receive().orElseThrow());
      unread.addAll(peer.takeReceived());
    }
    return unread.removeFirst();
  }

  private void answerRequests() {
    try {
      for (Optional<byte[]> bytes = server.receive(); bytes.isPresent(); bytes = server.receive()) {
        peer.receive(bytes.get());
        for (Node iq : peer.takeReceived()) {
          server.send(peer.bytes(result(iq)));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Node result(Node iq) {
    return Node.of("iq").with("type", "result").with("id", iq.attribute("id").orElseThrow());
  }

  private static Node iq() {
    return Node.of("iq").with("to", Jid.SERVICE).with("type", "get").with("xmlns", "md");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
