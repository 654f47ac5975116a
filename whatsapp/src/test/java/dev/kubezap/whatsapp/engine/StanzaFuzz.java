package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Turn;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;

/**
 * Any stanza that a server can send, to every step that takes one, and any answers to what the step
 * asks. The first byte says whether the device is paired and on line; behind it stand stanzas, each
 * with two bytes of length before it: the first is the stanza, the others are answers.
 */
public final class StanzaFuzz implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private final FuzzedTurns turns = new FuzzedTurns(NOW);
  private final StanzaWorld world = new StanzaWorld(NOW);

  @Override
  public void read(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    boolean paired = (input[0] & 1) == 0;
    boolean online = (input[0] & 2) == 0;
    Deque<Node> stanzas = FuzzedTurns.stanzas(ByteBuffer.wrap(input, 1, input.length - 1));
    if (stanzas.isEmpty()) {
      return;
    }
    turns.run(
        stanzas.remove(),
        paired ? world.paired() : world.unpaired(),
        paired ? Optional.of(world.identity()) : Optional.empty(),
        new Turn.Link(online, online, true, (input[0] & 4) != 0),
        stanzas);
  }
}
