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
 * @param data JSON; what is wrong when the event cannot be read
 * @param readable whether it can be read: one whose row is damaged, or whose message is gone,
 *     cannot, and never will
 * @param origin the trace context ({@code traceparent}) of the request that it goes back to
 * @param context the one that it is handed over within
 */
public record StoredEvent(
    long sequence,
    String id,
    String type,
    Optional<String> subject,
    Instant at,
    String data,
    boolean readable,
    Optional<String> origin,
    Optional<String> context) {

  /** As it is stored. */
  public StoredEvent(
      long sequence,
      String id,
      String type,
      Optional<String> subject,
      Instant at,
      String data,
      boolean readable,
      Optional<String> origin) {
    this(sequence, id, type, subject, at, data, readable, origin, origin);
  }

  /** One that can be read. */
  public StoredEvent(
      long sequence, String id, String type, Optional<String> subject, Instant at, String data) {
    this(sequence, id, type, subject, at, data, true, Optional.empty());
  }

  /** The same, handed over within a span. */
  public StoredEvent within(Optional<String> span) {
    return span.isEmpty()
        ? this
        : new StoredEvent(sequence, id, type, subject, at, data, readable, origin, span);
  }

  /** Leaves out what happened. */
  @Override
  public String toString() {
    return "StoredEvent[" + sequence + " " + type + " " + id + "]";
  }
}
