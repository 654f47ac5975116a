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
import dev.kubezap.whatsapp.transport.TestWebSocketServer;
import dev.kubezap.whatsapp.transport.Transport;
import dev.kubezap.whatsapp.transport.TransportOpener;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Live connections, over a link in memory or a socket, and the server at their other end. */
final class LiveBench {
  static final ConnectionId ID = new ConnectionId(4);
  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

  final TestPeer peer;
  final Transport server;
  private final RandomBytes random = RandomBytes.secure(new SecureRandom());
  private final TestCertificates certificates = TestCertificates.valid();
  private final MemoryLink link = new MemoryLink();
  private final List<Node> unread = new ArrayList<>();

  LiveBench() {
    peer = new TestPeer(certificates);
    server = link.server();
  }

  /** A connection that is logged in over the link. */
  Connection online(ConnectionTimes times, RecordingListener heard) throws Exception {
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

  /** A connection that begins with this opening. */
  Connection connect(TransportOpener opener, RecordingListener heard) {
    return new TransportConnector(
            opener, certificates.root().publicKey(), ConnectionTimes.DEFAULT, random, CLOCK)
        .connect(attempt(), heard);
  }

  /** A connection over a socket. */
  Connection connect(URI server, RecordingListener heard) {
    return TransportConnector.overWebSocket(
            ConnectionSettings.of(server, certificates.root().publicKey()), random, CLOCK)
        .connect(attempt(), heard);
  }

  private ConnectionAttempt attempt() {
    return new ConnectionAttempt(
        ID, Curve25519.generate(random), ByteString.copyFromUtf8("payload"), Optional.empty());
  }

  /** The server's side of a socket, until the client is logged in. */
  void admit(TestWebSocketServer.Peer socket) throws Exception {
    socket.upgrade();
    while (!peer.isOpen()) {
      socket.send(peer.receive(Objects.requireNonNull(socket.receive())));
    }
    socket.send(peer.bytes(CoreBench.SUCCESS));
  }

  /** The next stanza that the server reads. */
  Node receive() throws IOException {
    while (unread.isEmpty()) {
      peer.receive(server.receive().orElseThrow());
      unread.addAll(peer.takeReceived());
    }
    return unread.removeFirst();
  }

  /** Times with this long between pings, and this long for a listener that takes nothing. */
  static ConnectionTimes times(Duration pings, Duration stall) {
    return new ConnectionTimes(
        Duration.ofSeconds(20),
        pings,
        pings,
        pings,
        Duration.ofSeconds(20),
        stall,
        Duration.ofSeconds(75));
  }

  static Node iq() {
    return Node.of("iq").with("to", Jid.SERVICE).with("type", "get").with("xmlns", "md");
  }

  static Node result(Node iq) {
    return Node.of("iq").with("type", "result").with("id", iq.attribute("id").orElseThrow());
  }
}
