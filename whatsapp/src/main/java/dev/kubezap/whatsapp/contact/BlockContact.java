package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * Blocks somebody, or takes it back. The service knows whom by the LID, and wants the number beside
 * it when one is blocked (PROTOCOL-2026 0).
 */
public final class BlockContact implements ServiceStep<BlockContact.Of, Done, Blocklist> {

  /**
   * The input.
   *
   * @param names both must be known to block, the LID alone to take it back
   */
  public record Of(AccountNames names, boolean blocked) implements ServiceRequest<Done> {}

  @Override
  public Blocklist gather(Work<Of> work, StateReader state, Turn turn) {
    return Blocklist.read(work, state, turn);
  }

  @Override
  public List<Node> queries(Of request, Blocklist blocklist, Turn turn) {
    Node item =
        Node.of("item")
            .with("action", request.blocked() ? "block" : "unblock")
            .withIfPresent("jid", request.names().lid());
    Node named = request.blocked() ? item.withIfPresent("pn_jid", request.names().phone()) : item;
    return List.of(
        Node.of("iq", named)
            .with("to", Jid.SERVICE)
            .with("type", "set")
            .with("xmlns", "blocklist"));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Blocklist blocklist, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    if (answers.getFirst().child("list").isPresent()) {
      outcome.changes(blocklist.changes(turn));
    } else {
      // Without the list in the answer it is asked for: what it says then is stored.
      outcome.effect(new Effect.Enqueue(new AskBlocklist.Wanted()));
    }
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done()))).build();
  }
}
