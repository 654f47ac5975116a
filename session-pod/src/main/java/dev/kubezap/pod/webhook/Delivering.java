package dev.kubezap.pod.webhook;

import dev.kubezap.pod.trace.Traces;
import java.time.Clock;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a delivery is tried again, by which clock, and who counts it.
 *
 * @param policy when an attempt that failed is made again, and when it is given up
 * @param metrics told what came of each attempt
 * @param clock when attempts are due
 * @param givenUp told what is not tried any more
 * @param jitter random numbers from 0 to 1, so that what failed together does not return together
 * @param traces told of each attempt; empty when there are none
 */
public record Delivering(
    RetryPolicy policy,
    WebhookMetrics metrics,
    GivenUpListener givenUp,
    Clock clock,
    DoubleSupplier jitter,
    Optional<Traces> traces) {

  /** Without traces. */
  public Delivering(
      RetryPolicy policy,
      WebhookMetrics metrics,
      GivenUpListener givenUp,
      Clock clock,
      DoubleSupplier jitter) {
    this(policy, metrics, givenUp, clock, jitter, Optional.empty());
  }
}
