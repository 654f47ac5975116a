package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.Unsent;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.OptionalInt;

/** Forgets a device whose link is gone, and lets what it still had to send fail. */
final class Forgetting {
  private static final MessageFailure FAILURE =
      new MessageFailure(
          "logged-out",
          OptionalInt.empty(),
          "The session was logged out before the message was sent; pair it and send again.");

  private Forgetting() {}

  /** What is to fail before the device is forgotten, while that is more than one commit takes. */
  static Outcome page(Unsent unsent, Turn turn) {
    return unsent.page(FAILURE, turn);
  }

  /** Forgets keys and sessions; what was queued fails, the last page of it. */
  static Outcome device(Unsent unsent, Turn turn) {
    return Outcome.builder()
        .add(unsent.failed(FAILURE, turn))
        .change(new Change.ForgetDevice())
        .effect(new Effect.EraseIdentity())
        .build();
  }

  /** Stays logged out, also after a restart, until somebody asks for pairing. */
  static Outcome because(String reason) {
    return Outcome.builder()
        .change(new Change.Put<>(new EndingsKey(), Endings.loggedOut(reason)))
        .effect(new Effect.Cancel(ConnectNow.TIMER))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.LOGGED_OUT, reason)))
        .build();
  }
}
