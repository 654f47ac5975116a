/**
 * The cryptographic primitives of the client: typed Curve25519 keys, key agreement and signatures,
 * and thin, total functions over the JDK's ciphers, hashes and key derivation.
 *
 * <p>Nothing here holds state, reads a clock or owns a random source: random bytes come in through
 * {@link dev.kubezap.whatsapp.crypto.RandomBytes}. Input of a peer that is not acceptable raises a
 * {@link dev.kubezap.whatsapp.crypto.CryptoException}; a mistake of the caller, such as a key of
 * the wrong length, raises {@link IllegalArgumentException}.
 */
@NullMarked
package dev.kubezap.whatsapp.crypto;

import org.jspecify.annotations.NullMarked;
