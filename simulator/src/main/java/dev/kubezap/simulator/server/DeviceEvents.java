package dev.kubezap.simulator.server;

import dev.kubezap.simulator.world.Device;

/** What the phones are told by the server. Called with the world's lock held; must not block. */
public interface DeviceEvents {
  /** A companion logged in for the first time and takes stanzas. */
  void firstLogin(Device companion);
}
