package dev.kubezap.simulator.world;

import dev.kubezap.simulator.node.Node;

/** The way by which a device that is online is reached. Never blocks. */
public interface DeviceLink {
  /** Sends a stanza to the device. */
  void deliver(Node stanza);

  /** Sends last stanzas and ends the connection. */
  void end(Node... last);
}
