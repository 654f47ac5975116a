package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.List;
import java.util.Map;

/**
 * {@code dirty}: something about the account changed while this device was away; the mark is taken
 * back.
 */
public final class CleanDirty implements AccountStep {
  private final Map<String, Object> then;

  /**
   * @param then what is to be done when something of that type changed
   */
  public CleanDirty(Map<String, Object> then) {
    this.then = Map.copyOf(then);
  }

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
    if (queries.isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder().ask(new Ask(queries));
    then.forEach(
        (type, input) -> {
          if (work.input().children("dirty").stream().anyMatch(one -> one.has("type", type))) {
            outcome.effect(new Effect.Enqueue(input));
          }
        });
    return outcome.build();
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
