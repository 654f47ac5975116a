package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;

/**
 * Queries of the server that no other step knows: a ping is answered, anything else is politely
 * refused.
 */
public final class AnswerServer implements AccountStep {

  /** Whether a stanza is a query. */
  public static boolean wants(Node stanza) {
    return stanza.is("iq") && (stanza.has("type", "get") || stanza.has("type", "set"));
  }

  @Override
  public Outcome decide(Work<Node> work, Account account, Turn turn) {
    Node query = work.input();
    Node answer =
        Node.of("iq")
            .withIfPresent("to", query.attribute("from"))
            .withIfPresent("id", query.attribute("id"));
    boolean ping = query.has("xmlns", "urn:xmpp:ping") || query.child("ping").isPresent();
    Node sent =
        ping
            ? answer.with("type", "result")
            : answer
                .with("type", "error")
                .withChildren(
                    Node.of("error").with("code", 501).with("text", "feature-not-implemented"));
    return Outcome.builder().effect(new Effect.Send(sent)).build();
  }
}
