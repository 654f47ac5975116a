package dev.kubezap.pod.api;

import dev.kubezap.pod.store.QuarantineQueries.Quarantined;
import dev.kubezap.pod.store.Slice;
import java.util.Optional;

/**
 * Inputs that were set aside, oldest first. Every method may wait for the database and throws
 * {@link dev.kubezap.whatsapp.store.StoreUnavailableException} when it does not answer.
 */
public interface Quarantine {

  /**
   * A page of them.
   *
   * @throws dev.kubezap.pod.store.BadCursorException when the cursor is not one of this list
   */
  Slice<Quarantined> quarantined(PageRequest page);

  /** The one with this id. */
  Optional<Quarantined> quarantined(String id);
}
