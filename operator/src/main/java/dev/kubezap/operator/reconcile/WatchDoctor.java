package dev.kubezap.operator.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** For how long a watch has been dead while the API server answered. */
final class WatchDoctor {

  private final Clock clock;
  private final BooleanSupplier watchesAlive;
  private final BooleanSupplier serverAnswers;
  private Optional<Instant> since = Optional.empty();

  /**
   * To be asked now and then.
   *
   * @param serverAnswers asked only while a watch is dead
   */
  WatchDoctor(Clock clock, BooleanSupplier watchesAlive, BooleanSupplier serverAnswers) {
    this.clock = clock;
    this.watchesAlive = watchesAlive;
    this.serverAnswers = serverAnswers;
  }

  /** Looks now. */
  synchronized Duration broken() {
    if (watchesAlive.getAsBoolean() || !serverAnswers.getAsBoolean()) {
      since = Optional.empty();
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    since = since.or(() -> Optional.of(now));
    return Duration.between(since.orElse(now), now);
  }
}
