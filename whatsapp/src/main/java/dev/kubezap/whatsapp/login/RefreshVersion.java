package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;

/**
 * The client version is data of the service: it is read again every day (PROTOCOL-2026 4), soon
 * after a failure, and every hour while the service refuses the present one.
 */
public final class RefreshVersion implements Step<RefreshVersion.Due, RefreshVersion.Nothing> {
  private static final String TIMER = "client-version";
  private static final Duration DAILY = Duration.ofDays(1);
  private static final Duration HOURLY = Duration.ofHours(1);

  /** Sessions that start together do not ask together. */
  private static final Backoff SPREAD = new Backoff(Duration.ofMinutes(10), Duration.ofMinutes(10));

  private static final Backoff AFTER_FAILURES =
      new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

  /**
   * It is time.
   *
   * @param failures how often in a row it could not be asked before
   */
  public record Due(int failures) {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<Due> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public Outcome decide(Work<Due> work, Nothing nothing, Turn turn) {
    return Outcome.builder().effect(new Effect.FetchVersion(work.input().failures())).build();
  }

  /** The first time in a process, a day after the last one in another. */
  public static Effect first(Account account, Instant now, RandomBytes random) {
    Duration left =
        account
            .versionCheckedAt()
            .map(at -> Duration.between(now, at.plus(DAILY)))
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO);
    return after(left.plus(SPREAD.delay(1, random)), 0);
  }

  /**
   * The next time after an answer.
   *
   * @param refused whether the service refuses the present version
   */
  public static Effect next(boolean refused, RandomBytes random) {
    return after((refused ? HOURLY : DAILY).plus(SPREAD.delay(1, random)), 0);
  }

  /** The next time after a failure. */
  public static Effect again(int failures, RandomBytes random) {
    return after(AFTER_FAILURES.delay(failures, random), failures);
  }

  private static Effect after(Duration delay, int failures) {
    return new Effect.Schedule(TIMER, new Due(failures), delay);
  }
}
