package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How patient a webhook wants deliveries to be, where it says so.
 *
 * @param timeout how long an answer may take, from {@link #SHORTEST_TIMEOUT} to {@link
 *     #LONGEST_TIMEOUT}
 * @param giveUpAfter how long a delivery is tried, from its first attempt
 * @param maxAttempts how often it is tried, from 1
 */
public record DeliveryTerms(
    Optional<Duration> timeout, Optional<Duration> giveUpAfter, OptionalInt maxAttempts) {
  /** As for every webhook that says nothing. */
  public static final DeliveryTerms USUAL =
      new DeliveryTerms(Optional.empty(), Optional.empty(), OptionalInt.empty());

  /** Shorter ones fail for the network alone. */
  public static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

  /** Longer ones hold back what else is to be delivered. */
  public static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(15);

  /** How long an answer may take. */
  Duration patience() {
    return timeout.orElse(USUAL_TIMEOUT);
  }
}
