package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** {@code encrypt} notification with a count: the server has few prekeys of this device left. */
public final class RefillPreKeys implements Step<Node, PreKeyUpload.Supply> {

  /**
   * Whether a stanza is one; the other {@code encrypt} notifications tell of changed identities.
   */
  public static boolean wants(Node stanza) {
    return stanza.is("notification")
        && stanza.has("type", "encrypt")
        && stanza.child("count").isPresent();
  }

  @Override
  public PreKeyUpload.Supply gather(Work<Node> work, StateReader state, Turn turn) {
    return PreKeyUpload.gather(state);
  }

  @Override
  public Outcome decide(Work<Node> work, PreKeyUpload.Supply supply, Turn turn) {
    if (turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    if (work.asked() > 0) {
      return work.replies().getFirst() instanceof Reply.Result
          ? Outcome.builder().change(PreKeyUpload.confirmed(supply, turn.identity().get())).build()
          : Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    Optional<PreKeyUpload.Upload> upload =
        PreKeyUpload.countIn(work.input())
            .flatMap(left -> PreKeyUpload.due(left, supply, turn.identity().get(), turn.random()));
    upload.ifPresent(due -> outcome.changes(due.changes()).ask(new Ask(List.of(due.query()))));
    return outcome.build();
  }
}
