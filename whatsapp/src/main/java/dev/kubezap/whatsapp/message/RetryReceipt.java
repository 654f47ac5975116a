package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.PreKey;
import java.util.Optional;

/** Asks the sender of a message to send it anew (PROTOCOL 9, PROTOCOL-2026 5). */
final class RetryReceipt {

  private RetryReceipt() {}

  /**
   * The receipt.
   *
   * @param count which retry this is, 1 or more
   * @param error why the message could not be read, 0 to 13
   * @param preKey a fresh prekey, with which the keys for a new session are sent along
   */
  static Node of(Node stanza, int count, int error, DeviceIdentity self, Optional<PreKey> preKey) {
    Node retry =
        Node.of("retry")
            .with("count", count)
            .withIfPresent("id", stanza.attribute("id"))
            .withIfPresent("t", stanza.attribute("t"))
            .with("v", "1")
            .with("error", error);
    Node registration = Node.of("registration", bigEndian(self.registrationId(), 4));
    Node receipt =
        Node.of("receipt")
            .withIfPresent("to", stanza.attribute("from"))
            .withIfPresent("id", stanza.attribute("id"))
            .with("type", "retry")
            .withIfPresent("participant", stanza.attribute("participant"))
            .withIfPresent("recipient", stanza.attribute("recipient"));
    return preKey
        .map(key -> receipt.withChildren(retry, registration, keys(self, key)))
        .orElseGet(() -> receipt.withChildren(retry, registration));
  }

  private static Node keys(DeviceIdentity self, PreKey preKey) {
    DeviceIdentity.SignedPreKeyRecord signed = self.signedPreKeys().getFirst();
    return Node.of(
        "keys",
        Node.of("type", ByteString.copyFrom(new byte[] {5})),
        Node.of("identity", self.identityKey().publicKey().bytes()),
        Node.of(
            "key",
            Node.of("id", bigEndian(preKey.id(), 3)),
            Node.of("value", preKey.keyPair().publicKey().bytes())),
        Node.of(
            "skey",
            Node.of("id", bigEndian(signed.id(), 3)),
            Node.of("value", signed.key().publicKey().bytes()),
            Node.of("signature", signed.signature())),
        Node.of("device-identity", self.signedDeviceIdentity()));
  }

  private static ByteString bigEndian(int value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
    }
    return ByteString.copyFrom(bytes);
  }
}
