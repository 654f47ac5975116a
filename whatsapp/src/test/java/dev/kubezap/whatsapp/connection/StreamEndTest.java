package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every way in which the service ends a connection, and what it says on the way. */
class StreamEndTest {
  private final CoreBench bench = CoreBench.online();

  @Test
  void failureBehindTheHandshakeInOneChunkIsUnderstood() {
    CoreBench fresh = new CoreBench();
    fresh.accept(new Input.Opened());
    fresh.fromServer(Node.of("failure").with("reason", 503).with("location", "frc"));
    assertThat(fresh.take())
        .containsExactly(
            new Output.Close(
                new CloseReason.Failure(503, Optional.empty(), Map.of("location", "frc"))));
  }

  @Test
  void temporaryBanHasAnEnd() {
    bench.fromServer(Node.of("failure").with("reason", 402).with("code", 101).with("expire", 3600));
    Output.Close close = (Output.Close) bench.take().getFirst();
    assertThat(close.reason().reaction())
        .isEqualTo(new Reaction.WaitUntil(bench.now.plusSeconds(3600)));
  }

  @Test
  void aBanOfTenYearsIsBelievedAndALongerOneIsNot() {
    long tenYears = Duration.ofDays(3650).toSeconds();
    for (long seconds : new long[] {0, tenYears}) {
      assertEnd(
          Node.of("failure").with("reason", 402).with("expire", seconds),
          new CloseReason.Failure(
              402,
              Optional.of(bench.now.plusSeconds(seconds)),
              Map.of("expire", Long.toString(seconds))));
    }
    assertEnd(
        Node.of("failure").with("reason", 402).with("expire", tenYears + 1),
        new CloseReason.Failure(
            402, Optional.empty(), Map.of("expire", Long.toString(tenYears + 1))));
  }

  @Test
  void streamEndsInEachWay() {
    assertEnd(Node.of("xmlstreamend"), new CloseReason.StreamEnded(""));
    assertEnd(Node.of("ib", Node.of("downgrade_webclient")), new CloseReason.Downgraded());
    assertEnd(streamError("515"), new CloseReason.StreamError(515, ""));
    assertEnd(
        streamError("401", Node.of("conflict").with("type", "device_removed")),
        new CloseReason.StreamError(401, "device_removed"));
    assertEnd(
        Node.of("stream:error", Node.of("conflict").with("type", "replaced")),
        new CloseReason.StreamError(0, "replaced"));
    assertEnd(
        Node.of("stream:error", Node.of("xml-not-well-formed")),
        new CloseReason.StreamError(0, "xml-not-well-formed"));
  }

  @Test
  void streamErrorThatEndsNothingIsPassedOn() {
    Node unacknowledged =
        Node.of("stream:error", Node.of("ack").with("class", "message").with("id", "x"));
    bench.fromServer(unacknowledged);
    bench.fromServer(streamError("777"));
    assertThat(bench.take())
        .containsExactly(
            new Output.Deliver(unacknowledged), new Output.Deliver(streamError("777")));
    bench.accept(new Input.Ended(new CloseReason.StreamEnded("")));
    assertThat(bench.take())
        .containsExactly(new Output.Close(new CloseReason.StreamEnded("stream error 777")));
  }

  private static void assertEnd(Node stanza, CloseReason reason) {
    CoreBench bench = CoreBench.online();
    bench.fromServer(stanza);
    assertThat(bench.take()).containsExactly(new Output.Close(reason));
  }

  private static Node streamError(String code, Node... children) {
    return (children.length == 0 ? Node.of("stream:error") : Node.of("stream:error", children))
        .with("code", code);
  }
}
