package dev.kubezap.pod.ownership;

/**
 * How long we may believe that the lease is ours, by our own monotonic clock. Pure: every reading
 * is an argument.
 *
 * @param renewedAt clock reading in nanoseconds, taken <em>before</em> the statement that last
 *     renewed the lease was sent: the database cannot have counted from earlier
 */
record LeaseClock(LeaseTerms terms, long renewedAt) {
  /** Nanoseconds left until the deadline; zero or less when it has passed. */
  long left(long now) {
    return terms.timeToLive().minus(terms.margin()).toNanos() - (now - renewedAt);
  }

  boolean passed(long now) {
    return left(now) <= 0;
  }

  /** Nanoseconds until an idle lease should be renewed; zero or less when it is due. */
  long untilRenewal(long now) {
    return terms.renewEvery().toNanos() - (now - renewedAt);
  }

  /** The clock after a renewal; one that was sent earlier than the last known changes nothing. */
  LeaseClock renewed(long sentAt) {
    return sentAt - renewedAt > 0 ? new LeaseClock(terms, sentAt) : this;
  }
}
