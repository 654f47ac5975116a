package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.ownership.Ownership;
import dev.kubezap.pod.ownership.ReadConnection;
import java.time.Duration;

/**
 * A session whose database is reached: it is ours, or this process tries to own it.
 *
 * @param reported the epoch that the ownership hears of, perhaps late
 */
record RunningSession(
    ReadConnection connection,
    Ownership ownership,
    OwnedSession owned,
    SessionWebhooks webhooks,
    ReportedEpoch reported) {

  /** Begins to try to own it. */
  void start() {
    ownership.start();
    reported.whenKnown(ownership::givenBefore);
  }

  /**
   * Ends it: the client takes no work, finishes what is in flight and closes its socket, then the
   * lease is given back.
   *
   * @param patience for what is in flight
   */
  void end(Duration patience) throws InterruptedException {
    owned.stop(patience);
    webhooks.stop();
    ownership.close();
    connection.close();
  }
}
