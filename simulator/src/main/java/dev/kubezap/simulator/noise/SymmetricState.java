package dev.kubezap.simulator.noise;

import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;

/** Hash, chaining key and cipher of a running handshake. */
final class SymmetricState {
  private Bytes hash;
  private Bytes chainingKey;
  private Bytes key;
  private int counter;

  SymmetricState(String protocolName) {
    Bytes name = Bytes.utf8(protocolName);
    hash =
        name.size() <= 32
            ? Bytes.concat(name, Bytes.of(new byte[32 - name.size()]))
            : Digests.sha256(name);
    chainingKey = hash;
    key = hash;
  }

  void mixHash(Bytes data) {
    hash = Digests.sha256(Bytes.concat(hash, data));
  }

  void mixKey(Bytes secret) {
    Bytes keys = Digests.hkdf(secret, chainingKey, Bytes.EMPTY, 64);
    chainingKey = keys.slice(0, 32);
    key = keys.slice(32);
    counter = 0;
  }

  Bytes encrypt(Bytes plaintext) {
    Bytes ciphertext = Aes.gcmEncrypt(key, iv(counter++), hash, plaintext);
    mixHash(ciphertext);
    return ciphertext;
  }

  Bytes decrypt(Bytes ciphertext) {
    Bytes plaintext = Aes.gcmDecrypt(key, iv(counter++), hash, ciphertext);
    mixHash(ciphertext);
    return plaintext;
  }

  /** What the client writes with and the server reads with, then the other direction. */
  Bytes split() {
    return Digests.hkdf(Bytes.EMPTY, chainingKey, Bytes.EMPTY, 64);
  }

  static Bytes iv(long counter) {
    return Bytes.concat(Bytes.of(new byte[8]), Bytes.number(counter, 4));
  }
}
