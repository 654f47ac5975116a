package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.crypto.Pbkdf2;

/** Makes a key from a pairing code, which is short enough to be guessed otherwise. */
@FunctionalInterface
interface CodeKeyDerivation {
  /** Bytes of a key. */
  int LENGTH = 32;

  /** As phones do it (PROTOCOL.md 7). Slow on purpose. */
  CodeKeyDerivation OF_PHONES = (code, salt) -> Pbkdf2.derive(code, salt, 131_072, LENGTH);

  /** A key of {@link #LENGTH} bytes. */
  byte[] derive(String code, byte[] salt);
}
