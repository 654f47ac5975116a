package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.OptionalInt;

/**
 * Decides what is stored when the link of this device is gone: its keys and sessions are removed,
 * and the messages that it still had to send fail.
 */
final class DeviceRemoval {
  private static final MessageFailure FAILURE =
      new MessageFailure(
          "logged-out",
          OptionalInt.empty(),
          "The session was logged out before the message was sent; pair it and send again.");

  private DeviceRemoval() {}

  /** What is to fail before the device is forgotten, while that is more than one commit takes. */
  static Outcome page(UnsentMessages unsent, Turn turn) {
    return unsent.page(FAILURE, turn);
  }

  /** Forgets keys and sessions; what was queued fails, the last page of it. */
  static Outcome device(UnsentMessages unsent, Turn turn) {
    return Outcome.builder()
        .add(unsent.failed(FAILURE, turn))
        .change(new Change.ForgetDevice())
        .effect(new Effect.EraseIdentity())
        .build();
  }

  /** Stays logged out, also after a restart, until somebody asks for pairing. */
  static Outcome because(String reason) {
    return Outcome.builder()
        .change(new Change.Put<>(new DisconnectHistoryKey(), DisconnectHistory.loggedOut(reason)))
        .effect(new Effect.Cancel(ConnectNow.TIMER))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.LOGGED_OUT, reason)))
        .build();
  }
}
