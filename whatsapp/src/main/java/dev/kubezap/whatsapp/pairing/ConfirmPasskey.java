package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import java.util.Optional;

/** Somebody has seen that the phone and this device show the same code. */
public final class ConfirmPasskey implements AttemptStep<ConfirmPasskey.Compared> {
  private final PairingSettings settings;

  /** The codes are the same. */
  public record Compared() implements ServiceRequest<Done> {}

  public ConfirmPasskey(PairingSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome decide(Work<Compared> work, Optional<PairingAttempt> gathered, Turn turn) {
    Optional<PasskeyExchange.Stage> stage =
        gathered
            .filter(attempt -> turn.identity().isEmpty())
            .flatMap(PairingAttempt::passkey)
            .map(PasskeyExchange::stage);
    if (work.asked() > 0) {
      return answered(work.replies().getFirst());
    }
    if (stage.isPresent()
        && stage.get() instanceof PasskeyExchange.Stage.Answered answered
        && !answered.proved().handoff()) {
      return ContinuePasskey.keys(gathered.orElseThrow(), answered, settings.platform(), turn)
          .build();
    }
    return ServiceStep.answer(
        new ServiceAnswer.Impossible<Done>(
            ProvePasskey.NOT_DEMANDED, "There is no code to be confirmed."));
  }

  private static Outcome answered(Reply reply) {
    return switch (reply) {
      case Reply.Result _ -> ServiceStep.given(new Done());
      case Reply.Refused refused ->
          Outcome.builder()
              .add(ContinuePasskey.failed())
              .add(
                  ServiceStep.answer(
                      new ServiceAnswer.Refused<Done>(refused.code(), refused.retryAfter())))
              .build();
      case Reply.Missing _ -> ServiceStep.answer(new ServiceAnswer.Unanswered<Done>());
    };
  }
}
