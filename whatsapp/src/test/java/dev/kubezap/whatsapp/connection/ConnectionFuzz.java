package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.node.Node;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Anything that a server can do to an open connection. The input is a list of actions: a byte that
 * chooses, a byte of length, and so many bytes.
 */
public final class ConnectionFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    CoreBench bench = (input.length & 1) == 0 ? CoreBench.online() : loggingIn();
    ByteBuffer actions = ByteBuffer.wrap(input);
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    Set<String> asked = new HashSet<>();
    while (actions.remaining() >= 2) {
      int action = actions.get() & 7;
      byte[] bytes = new byte[Math.min(actions.get() & 0xFF, actions.remaining())];
      actions.get(bytes);
      switch (action) {
        case 0, 1, 2 -> deliver(bench, bench.peer.frame(bytes));
        // Frames that arrive together.
        case 3 -> held.writeBytes(bench.peer.frame(bytes));
        case 4 -> {
          deliver(bench, held.toByteArray());
          held.reset();
        }
        case 5 -> bench.pass(Duration.ofMillis(bytes.length * 500L));
        case 6 -> {
          String id = "q" + bytes.length;
          // To ask twice under one id is an error of the caller's, whatever the server does.
          if (asked.add(id)) {
            bench.accept(request(id, asked.size()));
          }
        }
        default -> deliver(bench, bytes);
      }
    }
    assertThat(bench.take().stream().filter(Output.Close.class::isInstance))
        .hasSizeLessThanOrEqualTo(1);
  }

  private static Input request(String id, long key) {
    return new Input.Request(
        Node.of("iq").with("type", "get").with("id", id), Duration.ofSeconds(20), key);
  }

  private static CoreBench loggingIn() {
    CoreBench bench = new CoreBench();
    bench.accept(new Input.Opened());
    return bench;
  }

  private static void deliver(CoreBench bench, byte[] bytes) {
    bench.accept(new Input.Received(bytes));
  }
}
