package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;
import java.util.OptionalInt;

/** Forgets a device whose link is gone, and lets what it still had to send fail. */
final class Forgetting {
  private static final MessageFailure FAILURE =
      new MessageFailure(
          "logged-out",
          OptionalInt.empty(),
          "The session was logged out before the message was sent; pair it and send again.");

  private Forgetting() {}

  /** Forgets keys and sessions; what was queued fails. */
  static Outcome device(Unsent unsent, Turn turn) {
    Outcome.Builder outcome = Outcome.builder().change(new Change.ForgetDevice());
    for (StoredMessage message : unsent.messages()) {
      if (!message.status().mayBecome(MessageStatus.FAILED)) {
        continue;
      }
      StoredMessage failed = message.withStatus(MessageStatus.FAILED, Optional.of(FAILURE));
      outcome
          .change(new Change.MoveMessage(failed))
          .change(
              new Change.Append(
                  turn.newId(),
                  turn.now(),
                  new SessionEvent.MessageStatusChanged(
                      failed.id(),
                      failed.stanzaId(),
                      failed.chat(),
                      failed.status(),
                      failed.failure())))
          .effect(new Effect.StatusReached(failed, MessageStatus.FAILED));
    }
    return outcome.effect(new Effect.EraseIdentity()).build();
  }

  /** Stays logged out, also after a restart, until somebody asks for pairing. */
  static Outcome because(String reason) {
    return Outcome.builder()
        .change(
            new Change.Put<>(new EndingsKey(), new Endings(Optional.empty(), Optional.of(reason))))
        .effect(new Effect.Cancel(ConnectNow.TIMER))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.LOGGED_OUT, reason)))
        .build();
  }
}
