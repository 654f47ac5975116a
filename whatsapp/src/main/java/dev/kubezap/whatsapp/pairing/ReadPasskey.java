package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.time.Instant;
import java.util.Optional;

/** What of a passkey the service waits for. */
public final class ReadPasskey implements AttemptStep<ReadPasskey.Wanted> {

  /** What is waited for. */
  public enum Waiting {
    /** No passkey is demanded. */
    NOTHING,
    /** The options have to be signed. */
    ASSERTION,
    /** The phone has to answer, or to complete the pairing. */
    PHONE,
    /** Somebody has to compare the code with the phone's. */
    CONFIRMATION
  }

  /** How it stands. */
  public record Wanted() implements ServiceRequest<Standing> {}

  /**
   * How it stands.
   *
   * @param options WebAuthn request options as the service wrote them; empty when none are known
   * @param code to be compared, {@code XXXX-XXXX}
   * @param expiresAt when the service stops waiting
   */
  public record Standing(
      Waiting waiting, String options, Optional<String> code, Optional<Instant> expiresAt) {
    static final Standing NONE =
        new Standing(Waiting.NOTHING, "", Optional.empty(), Optional.empty());

    @Override
    public String toString() {
      return "Standing[" + waiting + "]";
    }
  }

  @Override
  public Outcome decide(Work<Wanted> work, Optional<PairingAttempt> gathered, Turn turn) {
    return ServiceStep.given(
        gathered
            .filter(attempt -> turn.identity().isEmpty())
            .flatMap(PairingAttempt::passkey)
            .filter(exchange -> exchange.expiresAt().isAfter(turn.now()))
            .map(ReadPasskey::standing)
            .orElse(Standing.NONE));
  }

  private static Standing standing(PasskeyExchange exchange) {
    Waiting waiting =
        switch (exchange.stage()) {
          case PasskeyExchange.Stage.Demanded _ -> Waiting.ASSERTION;
          case PasskeyExchange.Stage.Answered answered when !answered.proved().handoff() ->
              Waiting.CONFIRMATION;
          case PasskeyExchange.Stage.Proved _, PasskeyExchange.Stage.Answered _ -> Waiting.PHONE;
        };
    Optional<String> code =
        waiting == Waiting.CONFIRMATION
                && exchange.stage() instanceof PasskeyExchange.Stage.Answered answered
            ? Optional.of(PasskeyHandshake.code(answered))
            : Optional.empty();
    return new Standing(waiting, exchange.options(), code, Optional.of(exchange.expiresAt()));
  }
}
