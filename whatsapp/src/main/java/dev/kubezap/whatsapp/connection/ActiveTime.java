package dev.kubezap.whatsapp.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Time in which this side reads. While it does not, the peer cannot be late: what it sent may be
 * waiting in the socket. Deadlines are kept in active time, which stands still during a pause.
 */
final class ActiveTime {

  private Duration paused = Duration.ZERO;
  private Optional<Instant> pausedSince = Optional.empty();

  void pause(Instant now) {
    if (pausedSince.isEmpty()) {
      pausedSince = Optional.of(now);
    }
  }

  void resume(Instant now) {
    pausedSince.ifPresent(since -> paused = paused.plus(Duration.between(since, now)));
    pausedSince = Optional.empty();
  }

  Optional<Instant> pausedSince() {
    return pausedSince;
  }

  /** The active time at a real one. */
  Instant at(Instant now) {
    return pausedSince.orElse(now).minus(paused);
  }

  /** The real time at which an active one will be reached; none while paused. */
  Optional<Instant> toReal(Instant active) {
    return pausedSince.isPresent() ? Optional.empty() : Optional.of(active.plus(paused));
  }
}
