package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides what follows when another client has connected with this device's credentials and the
 * service has ended our connection as replaced. The device connects once more after a pause; when
 * it is replaced again, it stays away until a person decides (SAFETY.md 2).
 */
final class ReplacedPolicy {
  static final String IN_USE_ELSEWHERE = "credentials-in-use-elsewhere";
  private static final String REPLACED = "replaced";

  private ReplacedPolicy() {}

  /** Answers what is done instead of connecting; empty when this device may connect. */
  static Optional<Outcome> insteadOfConnecting(DisconnectHistory disconnects, Turn turn) {
    if (disconnects.inUseElsewhere()) {
      return Optional.of(
          Outcome.builder()
              .effect(new Effect.Report(SessionChange.Moved.to(Phase.FAILED, IN_USE_ELSEWHERE)))
              .build());
    }
    Duration pause = disconnects.pause(turn.now());
    return pause.isZero()
        ? Optional.empty()
        : Optional.of(
            Outcome.builder()
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.RECONNECTING, REPLACED)))
                .effect(new Effect.Schedule(ConnectNow.TIMER, new ConnectNow(REPLACED), pause))
                .build());
  }
}
