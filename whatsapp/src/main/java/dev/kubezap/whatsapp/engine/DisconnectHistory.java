package dev.kubezap.whatsapp.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How connections ended, as far as it matters after a restart.
 *
 * @param replacedAt when another client last took this device's connection over
 * @param inUseElsewhere whether it did so again, so that a person is to decide
 * @param loggedOut why the link ended; pairing begins anew only when somebody asks for it
 */
record DisconnectHistory(
    Optional<Instant> replacedAt, boolean inUseElsewhere, Optional<String> loggedOut) {
  static final DisconnectHistory NONE =
      new DisconnectHistory(Optional.empty(), false, Optional.empty());

  /** The link is gone. */
  static DisconnectHistory loggedOut(String why) {
    return new DisconnectHistory(Optional.empty(), false, Optional.of(why));
  }

  /** The same after another client took the connection over. */
  DisconnectHistory replaced(Instant now) {
    boolean again =
        replacedAt.filter(at -> at.plus(SessionTimes.REPLACED_WINDOW).isAfter(now)).isPresent();
    return new DisconnectHistory(Optional.of(now), again, loggedOut);
  }

  /** How long the connection is still left to the other client; never longer than the pause. */
  Duration pause(Instant now) {
    Duration left =
        replacedAt
            .map(at -> Duration.between(now, at.plus(SessionTimes.REPLACED_PAUSE)))
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO);
    return left.compareTo(SessionTimes.REPLACED_PAUSE) < 0 ? left : SessionTimes.REPLACED_PAUSE;
  }
}
