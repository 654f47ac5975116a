package dev.kubezap.playground.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A delivery that arrived.
 *
 * @param id the header {@code webhook-id}, stable over retries
 * @param type the event's type
 * @param signed whether its signature was made with the sink's key
 * @param event the whole CloudEvent
 */
public record ReceivedWebhook(String id, String type, boolean signed, JsonNode event) {

  /** Names id and type alone, since events hold messages. */
  @Override
  public String toString() {
    return "ReceivedWebhook[" + id + ", " + type + "]";
  }
}
