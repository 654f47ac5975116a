package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import java.util.Arrays;

/** A Diffie-Hellman ratchet step: the next root key and a new chain. */
record RootStep(Bytes rootKey, ChainKey chain) {
  static RootStep of(Bytes rootKey, Bytes ourPrivate, Bytes theirPublic) {
    Bytes shared = Curve25519.agree(ourPrivate, theirPublic);
    Bytes keys = Digests.hkdf(shared, rootKey, Bytes.utf8("WhisperRatchet"), 64);
    return new RootStep(keys.slice(0, 32), new ChainKey(keys.slice(32), 0));
  }

  /** The first root key and chain, from the secrets of X3DH. */
  static RootStep first(Bytes... secrets) {
    byte[] discontinuity = new byte[32];
    Arrays.fill(discontinuity, (byte) 0xff);
    Bytes all = Bytes.concat(Bytes.of(discontinuity), Bytes.concat(secrets));
    Bytes keys = Digests.hkdf(all, "WhisperText", 64);
    return new RootStep(keys.slice(0, 32), new ChainKey(keys.slice(32), 0));
  }
}
