package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.Optional;

/** How a request to the service ended. Every request ends in exactly one of these. */
public sealed interface Answer {

  /**
   * The service did it.
   *
   * @param iq the result
   */
  record Answered(Node iq) implements Answer {}

  /**
   * The service refused.
   *
   * @param code such as 404 item-not-found or 429 rate-overlimit; 0 when it named none
   * @param text its words, possibly empty
   * @param backoff how long to wait before asking again, when it says so
   * @param iq the whole refusal
   */
  record Refused(int code, String text, Optional<Duration> backoff, Node iq) implements Answer {}

  /** No answer came in time; whether the service did it is unknown. */
  record TimedOut() implements Answer {}

  /** The connection ended first; whether the service did it is unknown. */
  record Disconnected() implements Answer {}
}
