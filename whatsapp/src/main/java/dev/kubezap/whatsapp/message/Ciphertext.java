package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.signal.CiphertextType;
import java.util.Optional;

/**
 * The part of a message stanza that is encrypted for this device alone.
 *
 * @param kind whether it also builds the session
 * @param retry which retry it is, 0 for the first sending
 */
record Ciphertext(CiphertextType kind, ByteString bytes, int retry) {

  /** The first part that a direct message's receiver can open. */
  static Optional<Ciphertext> of(Node stanza) {
    for (Node enc : stanza.children("enc")) {
      Optional<ByteString> bytes = enc.bytes();
      Optional<CiphertextType> kind =
          enc.attribute("type").flatMap(Ciphertext::kind).filter(_ -> bytes.isPresent());
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
