package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.signal.CiphertextType;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A part of a message stanza that this device may open.
 *
 * @param kind whether it is for this device alone, or for a whole group
 * @param retry which retry it is, 0 for the first sending
 */
record Ciphertext(CiphertextType kind, ByteString bytes, int retry) {

  /** The first part that is encrypted for this device alone. */
  static Optional<Ciphertext> of(Node stanza) {
    return first(stanza, type -> type != CiphertextType.SENDER_KEY);
  }

  /** The part under the sender's key of the group. */
  static Optional<Ciphertext> ofGroup(Node stanza) {
    return first(stanza, type -> type == CiphertextType.SENDER_KEY);
  }

  private static Optional<Ciphertext> first(Node stanza, Predicate<CiphertextType> wanted) {
    for (Node enc : stanza.children("enc")) {
      Optional<ByteString> bytes = enc.bytes();
      Optional<CiphertextType> kind =
          enc.attribute("type")
              .flatMap(Ciphertext::kind)
              .filter(wanted)
              .filter(_ -> bytes.isPresent());
      if (kind.isPresent()) {
        return Optional.of(
            new Ciphertext(
                kind.get(), bytes.get(), (int) Math.clamp(enc.number("count").orElse(0), 0, 100)));
      }
    }
    return Optional.empty();
  }

  /** SHA-256 over everything that a stanza holds. */
  static ByteString hashOfAll(Node stanza) {
    Node content = Node.of("content").withChildren(stanza.children());
    return ByteString.copyFrom(Sha256.digest(NodeEncoder.encode(content)));
  }

  private static Optional<CiphertextType> kind(String wireName) {
    for (CiphertextType type : CiphertextType.values()) {
      if (type.wireName().equals(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** SHA-256 of the bytes: what tells a redelivery from a retry. */
  ByteString hash() {
    return ByteString.copyFrom(Sha256.digest(bytes.toByteArray()));
  }
}
