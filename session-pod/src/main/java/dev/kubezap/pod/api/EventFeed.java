package dev.kubezap.pod.api;

import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Duration;
import java.util.List;

/**
 * The outbox as the API reads it. Every method may wait for the database and throws {@link
 * dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not answer.
 */
public interface EventFeed {

  /** The events after a sequence, oldest first. */
  List<StoredEvent> after(long sequence, int limit);

  /**
   * The events after a sequence, as soon as there are any.
   *
   * @return empty when the time ran out first
   */
  List<StoredEvent> awaitAfter(long sequence, int limit, Duration patience)
      throws InterruptedException;

  /** The newest event's sequence, 0 when there is none. */
  long last();
}
