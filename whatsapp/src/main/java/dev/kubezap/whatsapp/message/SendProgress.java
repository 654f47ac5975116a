package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * Moves what is sent to its next status, and never back. A message of a chat has that status
 * itself. What changes a message is done to it once the server has it, so that nothing shows what
 * nobody else can see.
 */
final class SendProgress {

  private SendProgress() {}

  /** The next status with the events and the waiting callers; nothing when it is there already. */
  static Outcome to(
      OutgoingContent outgoingContent,
      MessageStatus next,
      Optional<MessageFailure> failure,
      Turn turn) {
    return switch (outgoingContent) {
      case OutgoingContent.ChatMessage(StoredMessage message) ->
          Outcome.builder()
              .add(MessageProgress.to(message, next, failure, turn))
              .add(AwaitingLink.ended(message, next, turn))
              .build();
      case OutgoingContent.Changing changing when changing.taken() -> Outcome.nothing();
      case OutgoingContent.Changing changing -> changing(changing, next, failure, turn);
    };
  }

  private static Outcome changing(
      OutgoingContent.Changing changing,
      MessageStatus next,
      Optional<MessageFailure> failure,
      Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    if (changing.waits()) {
      outcome.change(new Change.LeaveQueue(changing.id()));
    }
    return switch (next) {
      case PREPARED -> outcome.build();
      case SENT, DELIVERED, READ, PLAYED ->
          outcome
              .add(AdditionPolicy.apply(changing.by(turn), turn.now(), turn))
              .effect(new Effect.ChangeEnded(changing.id(), new ChangeEnd.Done()))
              .build();
      case FAILED, EXPIRED, CANCELLED -> {
        MessageFailure why =
            failure.orElseThrow(() -> new IllegalArgumentException("a failure has a reason"));
        yield outcome
            .change(
                new Change.Append(
                    turn.newId(),
                    turn.now(),
                    new MessageEvent.ChangeFailed(
                        changing.message(), changing.addition().type(), why)))
            .effect(new Effect.ChangeEnded(changing.id(), new ChangeEnd.Failed(why)))
            .build();
      }
      case QUEUED, RECEIVED, UNDECRYPTED ->
          throw new IllegalArgumentException("nothing that is sent becomes " + next);
    };
  }
}
