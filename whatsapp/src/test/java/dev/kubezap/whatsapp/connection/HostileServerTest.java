package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.transport.Frames;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever a server sends, the core answers with an output and never with an exception. */
class HostileServerTest {

  private static final List<Node> STANZAS =
      List.of(
          CoreBench.SUCCESS,
          Node.of("failure").with("reason", "none").with("expire", Long.MAX_VALUE),
          Node.of("failure").with("reason", 402).with("expire", -1),
          Node.of("stream:error"),
          Node.of("stream:error", Node.of("conflict")),
          Node.of("iq").with("type", "result"),
          Node.of("iq", Node.of("error").with("backoff", -5)).with("type", "error").with("id", "a"),
          Node.of("iq").with("type", "get").with("xmlns", "urn:xmpp:ping"),
          Node.of("iq", Node.of("pair-device")),
          Node.of("ib"),
          Node.of("xmlstreamend"));

  @Property(tries = 100)
  void garbageInsteadOfAHandshake(@ForAll byte[] garbage, @ForAll boolean framed) {
    CoreBench bench = new CoreBench();
    bench.core.accept(new Input.Opened(), bench.now);
    assertThat(bench.core.next()).isInstanceOf(Output.Transmit.class);
    bench.core.accept(new Input.Received(framed ? Frames.frame(garbage) : garbage), bench.now);
    for (Output output = bench.core.next(); output != null; output = bench.core.next()) {
      assertThat(((Output.Close) output).reason()).isInstanceOf(CloseReason.HandshakeFailed.class);
    }
  }

  @Property(tries = 200)
  void damagedStanzas(@ForAll long seed) {
    Random random = new Random(seed);
    CoreBench bench = CoreBench.online();
    for (int i = 0; i < 10; i++) {
      byte[] plaintext = NodeEncoder.encode(STANZAS.get(random.nextInt(STANZAS.size())));
      for (int damage = random.nextInt(4); damage > 0; damage--) {
        plaintext[random.nextInt(plaintext.length)] = (byte) random.nextInt(256);
      }
      bench.accept(new Input.Received(bench.peer.frame(plaintext)));
    }
    assertThat(bench.take()).doesNotHaveAnyElementsOfTypes(Output.Transmit.class);
  }

  @Test
  void framesOfNothingAndForgedOnesCloseOnce() {
    CoreBench bench = CoreBench.online();
    bench.accept(new Input.Received(new byte[] {0, 0, 0, 0, 0, 0}));
    assertThat(bench.take())
        .containsExactly(
            new Output.Close(new CloseReason.ProtocolViolation("a frame does not decrypt")));
  }
}
