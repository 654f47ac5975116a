package dev.kubezap.whatsapp.store;

import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.util.Optional;

/** A device identity in this process' memory, for tests, tools and measurements. */
public final class MemoryIdentityStore implements IdentityStore {
  private volatile Optional<DeviceIdentity> stored = Optional.empty();

  @Override
  public Optional<DeviceIdentity> load() {
    return stored;
  }

  @Override
  public void save(DeviceIdentity identity) {
    stored = Optional.of(identity);
  }

  @Override
  public void erase() {
    stored = Optional.empty();
  }
}
