package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.noise.HandshakeException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionCoreTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CoreBench bench = CoreBench.online();

  @Test
  void logsIn() {
    CoreBench fresh = new CoreBench();
    fresh.accept(new Input.Opened());
    assertThat(fresh.peer.clientPayload()).isEqualTo(CoreBench.PAYLOAD);
    assertThat(fresh.take()).isEmpty();
    fresh.fromServer(CoreBench.SUCCESS);
    assertThat(fresh.take()).containsExactly(new Output.Online(CoreBench.SUCCESS));
  }

  @Test
  void registersAndWaitsToBePaired() {
    CoreBench fresh = new CoreBench();
    fresh.accept(new Input.Opened());
    Node pairDevice =
        Node.of("iq", Node.of("pair-device", Node.of("ref").withText("a,b")))
            .with("from", Jid.SERVICE)
            .with("type", "set")
            .with("id", "1")
            .with("xmlns", "md");
    fresh.fromServer(pairDevice);
    assertThat(fresh.take()).hasSize(2).element(0).isEqualTo(new Output.Pairing());
    // A login cannot be accepted that was not asked for.
    fresh.fromServer(CoreBench.SUCCESS);
    assertThat(fresh.take()).containsExactly(new Output.Deliver(CoreBench.SUCCESS));
  }

  @Test
  void opensWithTheRoutingThatTheServiceGave() {
    ByteString routing = ByteString.copyFrom(HexFormat.of().parseHex("0a0b0c0d0e"));
    CoreBench routed = new CoreBench(Optional.of(routing), 16);
    routed.accept(new Input.Opened());
    assertThat(HexFormat.of().formatHex(routed.peer.introduction().toByteArray()))
        .isEqualTo("454400010000050a0b0c0d0e57410603");
    routed.fromServer(CoreBench.SUCCESS);
    assertThat(routed.take()).hasSize(1);
    CoreBench oversized = new CoreBench(Optional.of(ByteString.copyFrom(new byte[5000])), 4);
    oversized.accept(new Input.Opened());
    assertThat(oversized.peer.isOpen()).isTrue();
  }

  @Test
  void wrongServerEndsTheHandshake() {
    CoreBench other = new CoreBench();
    other.now = other.now.plus(Duration.ofDays(3650));
    other.accept(new Input.Opened());
    assertThat(other.take())
        .singleElement()
        .satisfies(
            output ->
                assertThat(((Output.Close) output).reason())
                    .extracting(reason -> ((CloseReason.HandshakeFailed) reason).kind())
                    .isEqualTo(HandshakeException.Kind.OUT_OF_DATE));
  }

  @Test
  void answersReachTheirRequests() {
    bench.accept(request(7, "a"));
    bench.accept(request(8, "b"));
    assertThat(bench.peer.takeReceived())
        .extracting(iq -> iq.attribute("id").orElseThrow())
        .containsExactly("a", "b");
    Node result = Node.of("iq").with("type", "result").with("id", "b");
    bench.fromServer(result);
    assertThat(bench.take()).containsExactly(new Output.Reply(8, new Answer.Answered(result)));
    Node error =
        Node.of(
                "iq",
                Node.of("error")
                    .with("code", 429)
                    .with("text", "rate-overlimit")
                    .with("backoff", 30))
            .with("type", "error")
            .with("id", "a");
    bench.fromServer(error);
    assertThat(bench.take())
        .containsExactly(
            new Output.Reply(
                7,
                new Answer.Refused(
                    429, "rate-overlimit", Optional.of(Duration.ofSeconds(30)), error)));
  }

  @Test
  void requestsWithoutIdGetOne() {
    bench.accept(new Input.Request(Node.of("iq").with("type", "get"), MINUTE, 1));
    bench.accept(new Input.Request(Node.of("iq").with("type", "get"), MINUTE, 2));
    List<Node> sent = bench.peer.takeReceived();
    String first = sent.get(0).attribute("id").orElseThrow();
    assertThat(first).matches("\\d+\\.\\d+-1");
    assertThat(sent.get(1).attribute("id")).isPresent().isNotEqualTo(Optional.of(first));
    bench.fromServer(Node.of("iq").with("type", "result").with("id", first));
    assertThat(bench.take())
        .singleElement()
        .extracting(o -> ((Output.Reply) o).key())
        .isEqualTo(1L);
  }

  @Test
  void requestsEndByTimeAndByDisconnection() {
    bench.accept(new Input.Request(Node.of("iq").with("id", "a"), Duration.ofSeconds(5), 1));
    bench.accept(new Input.Request(Node.of("iq").with("id", "b"), MINUTE, 2));
    bench.pass(Duration.ofSeconds(6));
    assertThat(bench.take()).containsExactly(new Output.Reply(1, new Answer.TimedOut()));
    // Late: nobody waits, and nobody is bothered.
    bench.fromServer(Node.of("iq").with("type", "result").with("id", "a"));
    assertThat(bench.take()).isEmpty();
    bench.accept(new Input.Ended(new CloseReason.Lost("reset")));
    assertThat(bench.take())
        .containsExactly(
            new Output.Reply(2, new Answer.Disconnected()),
            new Output.Close(new CloseReason.Lost("reset")));
    bench.accept(request(3, "c"));
    assertThat(bench.take()).containsExactly(new Output.Reply(3, new Answer.Disconnected()));
  }

  @Test
  void requestsBeforeTheHandshakeEndAtOnce() {
    CoreBench fresh = new CoreBench();
    fresh.accept(request(3, "c"));
    assertThat(fresh.take()).containsExactly(new Output.Reply(3, new Answer.Disconnected()));
  }

  @Test
  void anIdIsUsedOnceAtATime() {
    bench.accept(request(1, "a"));
    assertThatThrownBy(() -> bench.core.accept(request(2, "a"), bench.now))
        .isInstanceOf(IllegalArgumentException.class);
    bench.fromServer(Node.of("iq").with("type", "result").with("id", "a"));
    assertThat(bench.take()).hasSize(1);
  }

  @Test
  void oversizedStanzaIsRefusedAndTheStreamGoesOn() {
    Node huge = Node.of("x").withBytes(new byte[(1 << 24) - 10]);
    assertThatThrownBy(() -> bench.core.accept(new Input.Send(huge), bench.now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777215");
    ByteString encoded = ByteString.copyFrom(NodeEncoder.encode(huge));
    assertThatThrownBy(() -> bench.core.accept(new Input.SendMessage("3EB0", encoded), bench.now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777215");
    bench.accept(new Input.Send(Node.of("presence")));
    assertThat(bench.peer.takeReceived()).containsExactly(Node.of("presence"));
  }

  @Test
  void serverPingIsAnsweredWithItsId() {
    Node ping =
        Node.of("iq")
            .with("from", Jid.SERVICE)
            .with("type", "get")
            .with("xmlns", "urn:xmpp:ping")
            .with("id", "p1");
    bench.fromServer(ping);
    assertThat(bench.take()).isEmpty();
    assertThat(bench.peer.takeReceived())
        .containsExactly(
            Node.of("iq").with("to", Jid.SERVICE).with("type", "result").with("id", "p1"));
  }

  @Test
  void unreadableFrameIsPassedOver() {
    bench.accept(new Input.Received(bench.peer.frame(new byte[] {0, 0})));
    bench.fromServer(Node.of("presence"));
    assertThat(bench.take())
        .satisfiesExactly(
            output -> assertThat(output).isInstanceOf(Output.Unreadable.class),
            output -> assertThat(output).isEqualTo(new Output.Deliver(Node.of("presence"))));
  }

  @Test
  void forgedFrameEndsTheConnection() {
    byte[] bytes = bench.peer.bytes(Node.of("presence"));
    bytes[5] ^= 1;
    bench.accept(new Input.Received(bytes));
    assertThat(bench.take())
        .containsExactly(
            new Output.Close(new CloseReason.ProtocolViolation("a frame does not decrypt")));
  }

  @Test
  void afterTheEndNothingHappens() {
    bench.accept(new Input.Ended(new CloseReason.ClosedLocally("test")));
    bench.take();
    bench.fromServer(Node.of("presence"));
    bench.accept(new Input.Send(Node.of("presence")));
    bench.accept(new Input.Ended(new CloseReason.Lost("late")));
    bench.pass(MINUTE);
    assertThat(bench.take()).isEmpty();
    assertThat(bench.peer.takeReceived()).isEmpty();
    assertThat(bench.core.phase())
        .isEqualTo(new Phase.Closed(new CloseReason.ClosedLocally("test")));
  }

  private static Input.Request request(long key, String id) {
    return new Input.Request(
        Node.of("iq").with("to", Jid.SERVICE).with("type", "get").with("id", id), MINUTE, key);
  }
}
