package dev.kubezap.whatsapp.store;

import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.util.Optional;

/**
 * The long-lived device identity, on the session's volume. Each call returns after the data is
 * flushed to the disk.
 */
public interface IdentityStore {

  /**
   * The stored identity, empty when the session was never paired or was logged out.
   *
   * @throws StoredStateException when there is one that cannot be read, for example because the
   *     data key is another
   */
  Optional<DeviceIdentity> load();

  /**
   * Replaces the identity. A crash leaves the old or the new one, never a mixture.
   *
   * @throws StoreUnavailableException when it could not be written; the old one still stands
   */
  void save(DeviceIdentity identity);

  /** Forgets the identity. Called only for an explicit log-out. */
  void erase();
}
