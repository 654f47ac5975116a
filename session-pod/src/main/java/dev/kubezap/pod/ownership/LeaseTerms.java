package dev.kubezap.pod.ownership;

import java.time.Duration;

/**
 * The durations of a lease.
 *
 * @param timeToLive how long the database keeps the lease for us after a renewal
 * @param margin how much earlier we ourselves stop believing in it
 * @param renewEvery age at which an idle lease is renewed
 * @param answerTimeout how long an answer of the database is waited for; well below time to live,
 *     so that a cut network is noticed in time to try another connection
 */
public record LeaseTerms(
    Duration timeToLive, Duration margin, Duration renewEvery, Duration answerTimeout) {
  /** 30 s, left 3 s before the end, renewed every 5 s, answers awaited for 8 s. */
  public static final LeaseTerms DEFAULT = of(Duration.ofSeconds(30));

  /** Terms for a time to live; everything else keeps its proportion to it. */
  public static LeaseTerms of(Duration timeToLive) {
    return new LeaseTerms(
        timeToLive,
        timeToLive.dividedBy(10),
        timeToLive.dividedBy(6),
        timeToLive.multipliedBy(4).dividedBy(15));
  }

  /** Refuses terms under which a lease could never be held. */
  public LeaseTerms {
    if (renewEvery.isNegative() || timeToLive.compareTo(renewEvery.plus(margin)) <= 0) {
      throw new IllegalArgumentException("time to live must exceed renewal plus margin");
    }
  }
}
