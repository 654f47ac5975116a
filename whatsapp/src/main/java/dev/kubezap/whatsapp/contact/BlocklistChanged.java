package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** {@code account_sync} with a blocklist: another device changed it, and it is asked for anew. */
public final class BlocklistChanged implements Step<Node, List<Object>> {

  /** Whether a stanza is one. */
  public static boolean wants(Node stanza) {
    return stanza.is("notification")
        && stanza.has("type", "account_sync")
        && stanza.child("blocklist").isPresent();
  }

  @Override
  public List<Object> gather(Work<Node> work, StateReader state, Turn turn) {
    return List.of();
  }

  @Override
  public Outcome decide(Work<Node> work, List<Object> nothing, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.effect(new Effect.Enqueue(new AskBlocklist.Wanted())).build();
  }
}
