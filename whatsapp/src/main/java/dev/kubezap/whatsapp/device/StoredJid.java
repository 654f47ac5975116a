package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.StoredStateException;

/** A jid as stored: its text. */
final class StoredJid {

  private StoredJid() {}

  static Jid decode(ByteString encoded) {
    return Jid.parse(encoded.toStringUtf8())
        .orElseThrow(() -> new StoredStateException("stored jid is not a jid"));
  }
}
