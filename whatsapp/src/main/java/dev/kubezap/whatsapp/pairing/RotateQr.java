package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * Shows the next QR code when the time of the one before is over. After the last a new connection
 * brings new refs, for as long as the session is not linked: whoever looks finds a code that can be
 * scanned. A connection with a living pairing code is kept instead.
 */
public final class RotateQr implements AttemptStep<RotateQr.Due> {

  /**
   * The time of a QR code is over.
   *
   * @param next the place of the ref to be shown now
   */
  public record Due(int next) {}

  @Override
  public Outcome decide(Work<Due> work, Optional<PairingAttempt> gathered, Turn turn) {
    int next = work.input().next();
    if (turn.identity().isPresent()
        || gathered.isEmpty()
        || gathered.get().refs().isEmpty()
        || gathered.get().shown() != next - 1) {
      return Outcome.nothing();
    }
    PairingAttempt attempt = gathered.get().showing(next);
    Outcome.Builder outcome =
        Outcome.builder().change(new Change.Put<>(new PairingAttemptKey(), attempt));
    if (attempt.isShowing()) {
      return outcome.effects(ShownQr.effects(attempt, turn.now())).build();
    }
    outcome.effect(new Effect.Report(new SessionChange.QrHidden()));
    if (attempt.code().isEmpty()) {
      outcome.effect(new Effect.Enqueue(new ConnectNow("qr-codes-used-up")));
    }
    return outcome.build();
  }
}
