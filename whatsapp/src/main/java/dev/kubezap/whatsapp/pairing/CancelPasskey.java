package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.Optional;

/** Nobody will prove the passkey: another code is shown, over another connection. */
public final class CancelPasskey implements AttemptStep<CancelPasskey.Wanted> {

  /** The exchange is given up. */
  public record Wanted() implements ServiceRequest<Done> {}

  @Override
  public Outcome decide(Work<Wanted> work, Optional<PairingAttempt> gathered, Turn turn) {
    if (gathered.flatMap(PairingAttempt::passkey).isEmpty() || turn.identity().isPresent()) {
      return ProvePasskey.notDemanded();
    }
    return Outcome.builder()
        .effect(new Effect.Enqueue(new ConnectNow("passkey-cancelled")))
        .add(ServiceStep.given(new Done()))
        .build();
  }
}
