package dev.kubezap.simulator.world;

import dev.kubezap.simulator.crypto.Bytes;

/**
 * A device's signed prekey as others see it.
 *
 * @param id 24 bits
 * @param publicKey 32 bytes
 * @param signature 64 bytes over 05 and the key
 */
public record SignedPreKey(int id, Bytes publicKey, Bytes signature) {}
