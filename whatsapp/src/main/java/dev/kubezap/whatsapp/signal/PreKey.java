package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.KeyPair;

/**
 * One of our one-time prekeys.
 *
 * @param id 24 bits, chosen by us
 */
public record PreKey(int id, KeyPair keyPair) {}
