package dev.kubezap.simulator.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * All ratchets with one device: when both sides begin at once there are several.
 *
 * @param ratchets the one to send with first, then older ones
 */
public record Session(List<Ratchet> ratchets) {
  private static final int MAX = 40;

  /** Copies the list. */
  public Session {
    ratchets = List.copyOf(ratchets);
  }

  /** With a ratchet as the one to send with, in place of {@code before} if that is there. */
  Session promote(Ratchet ratchet) {
    List<Ratchet> all = new ArrayList<>();
    all.add(ratchet);
    for (Ratchet other : ratchets) {
      if (!other.baseKey().equals(ratchet.baseKey()) && all.size() < MAX) {
        all.add(other);
      }
    }
    return new Session(all);
  }
}
