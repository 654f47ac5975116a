package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.Optional;

/**
 * A {@code stream:error} that holds an ack: the server misses the acknowledgement of the stanza
 * that it names. It is given once more, and the connection stays (PROTOCOL-2026 7).
 */
public final class AcknowledgeForgotten implements AccountStep {

  /** Whether a stanza is one. */
  public static boolean wants(Node stanza) {
    return stanza.is("stream:error") && stanza.child("ack").isPresent();
  }

  @Override
  public Outcome decide(Work<Node> work, Account account, Turn turn) {
    Optional<Node> named = work.input().child("ack").filter(ack -> ack.attribute("id").isPresent());
    if (named.isEmpty()) {
      return Outcome.nothing();
    }
    Node missed = named.get();
    Node ack =
        Node.of("ack")
            .withIfPresent("class", missed.attribute("class"))
            .withIfPresent("id", missed.attribute("id"))
            .withIfPresent("to", missed.attribute("from").or(() -> missed.attribute("to")))
            .withIfPresent("participant", missed.attribute("participant"))
            .withIfPresent("recipient", missed.attribute("recipient"))
            .withIfPresent("type", missed.attribute("type"));
    return Outcome.builder().effect(new Effect.Send(ack)).build();
  }
}
