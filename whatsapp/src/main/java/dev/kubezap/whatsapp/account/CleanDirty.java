package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.List;

/**
 * {@code dirty}: something about the account changed while this device was away; the mark is taken
 * back.
 */
public final class CleanDirty implements AccountStep {

  @Override
  public Outcome decide(Work<Node> work, Account account, Turn turn) {
    if (work.asked() > 0) {
      return Outcome.nothing();
    }
    List<Node> queries =
        work.input().children("dirty").stream()
            .filter(dirty -> dirty.attribute("type").isPresent())
            .map(CleanDirty::query)
            .toList();
    return queries.isEmpty() ? Outcome.nothing() : Outcome.builder().ask(new Ask(queries)).build();
  }

  private static Node query(Node dirty) {
    Node clean =
        Node.of("clean")
            .withIfPresent("type", dirty.attribute("type"))
            .withIfPresent("timestamp", dirty.attribute("timestamp"));
    return Node.of("iq", clean)
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "urn:xmpp:whatsapp:dirty");
  }
}
