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
 * The time of a pairing code is over. A new one is made over a new connection when the settings ask
 * for codes; else the QR codes go on, or a new connection brings new ones.
 */
public final class ExpireCode implements AttemptStep<ExpireCode.Due> {
  private final PairingSettings settings;

  /**
   * A code's time is over.
   *
   * @param code the code that it concerns; a later one lives on
   */
  public record Due(String code) {
    @Override
    public String toString() {
      return "Due[hidden]";
    }
  }

  public ExpireCode(PairingSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome decide(Work<Due> work, Optional<PairingAttempt> gathered, Turn turn) {
    boolean concerned =
        gathered
            .flatMap(PairingAttempt::code)
            .filter(code -> code.code().equals(work.input().code()))
            .isPresent();
    if (!concerned || turn.identity().isPresent()) {
      return Outcome.nothing();
    }
    PairingAttempt attempt = gathered.get();
    boolean confirmed = attempt.code().filter(code -> code.confirmations() > 0).isPresent();
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new PairingAttemptKey(), attempt.withCode(Optional.empty())))
            .effect(new Effect.Report(new SessionChange.CodeHidden()));
    // A confirmed code has taken the secret that the QR codes on show were made with.
    if (settings.phoneNumber().isPresent() || confirmed || !attempt.isShowing()) {
      outcome.effect(new Effect.Enqueue(new ConnectNow("pairing-code-expired")));
    }
    return outcome.build();
  }
}
