package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;

/** Keys of one message. */
record MessageKeys(Bytes cipherKey, Bytes macKey, Bytes iv) {
  static MessageKeys of(Bytes secret) {
    Bytes keys = Digests.hkdf(secret, "WhisperMessageKeys", 80);
    return new MessageKeys(keys.slice(0, 32), keys.slice(32, 64), keys.slice(64));
  }
}
