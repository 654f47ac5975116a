package dev.kubezap.pod.api;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The outbox as the API reads it. Every method may wait for the database and throws {@link
 * dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not answer.
 */
public interface EventFeed {

  /** The events after a sequence, oldest first. */
  List<StoredEvent> after(long sequence, int limit);

  /** How often events were stored; to be asked for before reading, so that none is missed. */
  long stored();

  /**
   * Waits, without the database, until events were stored more often.
   *
   * @return false when the time ran out first
   */
  boolean awaitStored(long seen, Duration patience) throws InterruptedException;

  /**
   * The events after a sequence, as soon as there are any.
   *
   * @param end of the stream that waits for them
   * @return empty when the time ran out first
   */
  default List<StoredEvent> awaitAfter(long sequence, int limit, Duration patience, StreamEnd end)
      throws InterruptedException {
    long seen = stored();
    List<StoredEvent> events = after(sequence, limit);
    if (events.isEmpty() && end.whileWaiting(() -> awaitStored(seen, patience))) {
      return after(sequence, limit);
    }
    return events;
  }

  /** The sequence of the last event before a time, 0 when there is none. */
  long sequenceBefore(Instant time);

  /** The newest event's sequence, 0 when there is none. */
  long last();
}
