package dev.kubezap.pod.webhook;

import java.net.URI;
import java.util.Optional;

/**
 * An event that nobody raised, to see what becomes of one.
 *
 * @param id the event's
 * @param type such as {@code webhook.test}
 * @param data a JSON object
 * @param address where it goes in place of the webhook's own address
 */
public record TestEvent(String id, String type, String data, Optional<URI> address) {
  /** The type when none is chosen; no other event has it. */
  public static final String TYPE = "webhook.test";

  /** One of no kind that a session raises, which says nothing. */
  public static TestEvent named(String id) {
    return new TestEvent(id, TYPE, "{}", Optional.empty());
  }

  /** Leaves out what it says and where it goes. */
  @Override
  public String toString() {
    return "TestEvent[" + id + " " + type + "]";
  }
}
