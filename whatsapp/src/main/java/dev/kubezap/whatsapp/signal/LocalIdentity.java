package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.KeyPair;

/**
 * Who we are to our peers.
 *
 * @param identity the long-lived key pair of this device
 * @param registrationId tells a reinstalled device from its predecessor
 */
public record LocalIdentity(KeyPair identity, int registrationId) {}
