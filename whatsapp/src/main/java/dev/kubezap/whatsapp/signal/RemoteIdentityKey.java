package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.PublicKey;

/** The long-lived public key of a peer's device. */
public record RemoteIdentityKey(PublicKey key) {}
