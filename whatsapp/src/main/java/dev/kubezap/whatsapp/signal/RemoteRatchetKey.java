package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.PublicKey;

/** A ratchet key that a peer announced; names one of its sending chains. */
public record RemoteRatchetKey(PublicKey key) {}
