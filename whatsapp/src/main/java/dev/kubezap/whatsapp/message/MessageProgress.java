package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/** Moves a message of ours to its next status, and never back. */
final class MessageProgress {

  private MessageProgress() {}

  /**
   * The message in its next status with the events and the waiting callers; nothing when it is
   * there or further already. A prepared message that a receipt moves on was sent as well: the
   * server's acknowledgement was lost.
   */
  static Outcome to(
      StoredMessage message, MessageStatus next, Optional<MessageFailure> failure, Turn turn) {
    if (!message.status().mayBecome(next)) {
      return Outcome.nothing();
    }
    StoredMessage moved = message.withStatus(next, failure);
    Outcome.Builder outcome = Outcome.builder().change(new Change.MoveMessage(moved));
    if (message.status() == MessageStatus.QUEUED) {
      outcome.change(new Change.LeaveQueue(message.id()));
    }
    if (next != MessageStatus.PREPARED) {
      outcome.change(
          new Change.Append(
              turn.newId(),
              turn.now(),
              new MessageEvent.StatusChanged(
                  moved.id(), moved.stanzaId(), moved.chat(), next, failure)));
    }
    if (message.status() == MessageStatus.PREPARED && next != MessageStatus.FAILED) {
      outcome.change(new Change.Append(turn.newId(), turn.now(), new MessageEvent.Sent(moved)));
    }
    return outcome.effect(new Effect.StatusReached(moved, next)).build();
  }
}
