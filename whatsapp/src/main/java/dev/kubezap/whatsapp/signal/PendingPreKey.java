package dev.kubezap.whatsapp.signal;

import java.util.OptionalInt;

/**
 * The peer's prekeys that we began a session with; named in every message until the peer answers,
 * so that any of them can be the first to arrive.
 */
record PendingPreKey(OptionalInt preKeyId, int signedPreKeyId) {}
