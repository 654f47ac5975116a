package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.Arrays;

/** The MAC behind a message, computed as its sender does. */
final class SignalMessageMac {

  private SignalMessageMac() {}

  static byte[] of(byte[] macKey, PublicKey sender, PublicKey receiver, ByteString content) {
    byte[] whole =
        Hmac.sha256(
            macKey,
            sender.serialized().toByteArray(),
            receiver.serialized().toByteArray(),
            content.toByteArray());
    return Arrays.copyOf(whole, SignalMessage.MAC_LENGTH);
  }
}
