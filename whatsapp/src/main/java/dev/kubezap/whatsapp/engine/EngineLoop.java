package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One turn after another: due timers, then what is in the mailbox, up to a batch. Owns no thread;
 * {@link #turn} never waits for work, it only says when it wants to be called again. Used by one
 * thread.
 *
 * <p>While the store is away its batch is tried again with growing pauses and nothing else is
 * taken, so that the mailbox fills and reading stops; after a while the connection is closed too.
 * Nothing was acknowledged, so the server keeps all of it.
 *
 * <p>An unexpected exception breaks the session down: connection and remembered state are dropped,
 * what was not committed is not performed, and after a growing pause the session begins anew from
 * what is stored.
 */
final class EngineLoop {
  private final Mailbox mailbox;
  private final Timers timers;
  private final BatchRunner runner;
  private final InstantSource waits;
  private final Runnable storeIsAway;
  private final Restarts restarts;
  private final Breakdown breakdown;
  private volatile Optional<Stall> stall = Optional.empty();

  private record Stall(Instant since, Instant retryAt, Duration pause, boolean reported) {}

  /** What is done about a defect. */
  interface Breakdown {

    /** Drops what the defect may have left half done. */
    void broken(RuntimeException cause);

    /** Begins anew from what is stored. */
    void again();
  }

  /**
   * @param waits what timers and pauses go by: a clock that is set does not move it
   * @param storeIsAway run once when the store has been away too long
   */
  EngineLoop(
      Mailbox mailbox,
      Timers timers,
      BatchRunner runner,
      InstantSource waits,
      Runnable storeIsAway,
      Restarts restarts,
      Breakdown breakdown) {
    this.mailbox = mailbox;
    this.timers = timers;
    this.runner = runner;
    this.waits = waits;
    this.storeIsAway = storeIsAway;
    this.restarts = restarts;
    this.breakdown = breakdown;
  }

  /**
   * Does what there is to do now.
   *
   * @return how long it may take at most until the next call, when nothing arrives before
   * @throws dev.kubezap.whatsapp.store.StoredStateException when the session begins anew and its
   *     identity cannot be read
   */
  Duration turn() throws FencedException {
    Instant begun = waits.instant();
    Optional<Duration> left = restarts.left(begun);
    if (left.filter(Duration::isPositive).isPresent()) {
      return left.get();
    }
    if (left.isPresent()) {
      try {
        breakdown.again();
      } catch (StoreUnavailableException e) {
        return broken(e);
      }
      restarts.begun();
    }
    try {
      return work();
    } catch (RuntimeException e) {
      return broken(e);
    }
  }

  private Duration broken(RuntimeException cause) {
    restarts.failed(waits.instant());
    stall = Optional.empty();
    breakdown.broken(cause);
    return restarts.left(waits.instant()).orElse(Duration.ZERO);
  }

  private Duration work() throws FencedException {
    Instant now = waits.instant();
    if (stall.isPresent() && now.isBefore(stall.get().retryAt())) {
      return Duration.between(now, stall.get().retryAt());
    }
    if (runner.parts().isEmpty()) {
      timers.due(now).forEach(input -> mailbox.post(Pending.of(input)));
      runner.parts().accept(mailbox.drain(SessionTimes.BATCH_INPUTS, SessionTimes.BATCH_BYTES));
    }
    try {
      runner.proceed();
      stall = Optional.empty();
    } catch (StoreUnavailableException e) {
      return stalled(waits.instant());
    }
    if (mailbox.size() > 0) {
      return Duration.ZERO;
    }
    return timers.next().map(due -> until(due, waits.instant())).orElse(Mailbox.FOREVER);
  }

  /** Whether everything that arrived is done. */
  boolean isIdle() {
    return runner.parts().isEmpty() && mailbox.size() == 0;
  }

  /** Whether the loop takes nothing from the mailbox just now; from any thread. */
  boolean isStalled() {
    return refusal().isPresent();
  }

  /**
   * Why the loop takes nothing from the mailbox just now, for callers; from any thread. Empty when
   * it works.
   */
  Optional<String> refusal() {
    if (restarts.isPending()) {
      return Optional.of("the session begins anew after an internal error; try again later");
    }
    return stall.map(_ -> "the database does not answer; try again later");
  }

  private Duration stalled(Instant now) {
    Instant since = stall.map(Stall::since).orElse(now);
    Duration pause = stall.map(Stall::pause).orElse(SessionTimes.STORE_RETRY);
    boolean tooLong = Duration.between(since, now).compareTo(SessionTimes.STORE_PATIENCE) > 0;
    boolean reported = stall.map(Stall::reported).orElse(false);
    if (tooLong && !reported) {
      storeIsAway.run();
    }
    Duration longer = pause.multipliedBy(2);
    if (longer.compareTo(SessionTimes.STORE_RETRY_MAXIMUM) > 0) {
      longer = SessionTimes.STORE_RETRY_MAXIMUM;
    }
    stall = Optional.of(new Stall(since, now.plus(pause), longer, tooLong || reported));
    return pause;
  }

  private static Duration until(Instant due, Instant now) {
    return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
  }
}
