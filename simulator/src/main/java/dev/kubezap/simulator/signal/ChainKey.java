package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;

/**
 * A place in a sending or receiving chain.
 *
 * @param key 32 bytes
 * @param index of the message that it makes the keys of
 */
public record ChainKey(Bytes key, int index) {
  private static final Bytes MESSAGE = Bytes.of((byte) 1);
  private static final Bytes CHAIN = Bytes.of((byte) 2);

  /** The secret that a message's keys are derived from. */
  Bytes messageSecret() {
    return Digests.hmac(key, MESSAGE);
  }

  /** One step on. */
  ChainKey next() {
    return new ChainKey(Digests.hmac(key, CHAIN), index + 1);
  }
}
