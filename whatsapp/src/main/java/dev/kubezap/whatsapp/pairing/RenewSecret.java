package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.util.Optional;

/**
 * {@code companion_reg_refresh}: the secret in the QR code on show is used up, also when nothing
 * visible happened. A new one is made and the same ref shown with it, unless a phone is about to
 * confirm a pairing code or a passkey, whose secret is another (PROTOCOL-2026 1 and 4).
 */
public final class RenewSecret implements AttemptStep<Node> {

  @Override
  public Outcome decide(Work<Node> work, Optional<PairingAttempt> gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(work.input()).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    if (gathered.isEmpty() || turn.identity().isPresent() || awaitsPhone(gathered.get())) {
      return outcome.build();
    }
    PairingAttempt attempt =
        gathered
            .get()
            .withSecret(ByteString.copyFrom(turn.random().next(PairingAttempt.SECRET_LENGTH)));
    outcome.change(new Change.Put<>(new PairingAttemptKey(), attempt));
    if (attempt.isShowing() && attempt.code().isEmpty()) {
      outcome.effects(ShownQr.effects(attempt, turn.now()));
    }
    return outcome.build();
  }

  private static boolean awaitsPhone(PairingAttempt attempt) {
    return attempt.passkey().isPresent()
        || attempt.code().filter(code -> code.confirmations() > 0).isPresent();
  }
}
