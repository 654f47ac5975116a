package dev.kubezap.pod.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * An event of the outbox.
 *
 * @param sequence its place, strictly growing in commit order, with gaps
 * @param id stable over every delivery
 * @param type without prefix, such as {@code message.received}
 * @param subject the chat that it is about
 * @param data JSON
 */
public record StoredEvent(
    long sequence, String id, String type, Optional<String> subject, Instant at, String data) {
  /** Leaves out what happened. */
  @Override
  public String toString() {
    return "StoredEvent[" + sequence + " " + type + " " + id + "]";
  }
}
