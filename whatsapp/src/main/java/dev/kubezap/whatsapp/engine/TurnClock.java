package dev.kubezap.whatsapp.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time of turns: every turn is at least a microsecond after the one before, so that what was
 * accepted first is ordered first wherever times are stored, also when the clock is coarse or steps
 * back a little. Used by one thread.
 */
final class TurnClock {

  /**
   * A clock that steps back further than this was wrong before: it is followed, since times that
   * are far off are worse than a queue that is sorted wrong once.
   */
  static final Duration FOLLOWED_STEP = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant last = Instant.MIN;

  TurnClock(InstantSource clock) {
    this.clock = clock;
  }

  /** The time of the next turn, to the microsecond. */
  Instant next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    boolean slightlyBehind = !now.isAfter(last) && now.plus(FOLLOWED_STEP).isAfter(last);
    last = slightlyBehind ? last.plus(1, ChronoUnit.MICROS) : now;
    return last;
  }
}
