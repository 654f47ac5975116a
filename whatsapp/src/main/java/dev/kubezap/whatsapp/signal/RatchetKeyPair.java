package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;

/** Our ratchet key; its public half names our sending chain. */
record RatchetKeyPair(KeyPair pair) {
  static RatchetKeyPair generate(RandomBytes random) {
    return new RatchetKeyPair(Curve25519.generate(random));
  }
}
