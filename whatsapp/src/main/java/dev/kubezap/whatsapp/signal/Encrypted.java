package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;

/**
 * A message for the wire.
 *
 * @param session store it before the bytes leave; encrypting again with the old one would use a key
 *     twice
 */
public record Encrypted(SignalSession session, CiphertextType type, ByteString bytes) {}
