package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stanzas of linking by passkey (PROTOCOL-2026 1). */
final class PasskeyNodes {
  /** What an authenticator has to sign, as JSON. */
  static final String OPTIONS = "passkey_request_options";

  /** Longer options are none: the service's are about 200 characters. */
  private static final int LONGEST_OPTIONS = 16_384;

  private PasskeyNodes() {}

  /** The options that a stanza brings. */
  static Optional<String> options(Node stanza) {
    return stanza
        .child(OPTIONS)
        .flatMap(Node::bytes)
        .filter(bytes -> !bytes.isEmpty() && bytes.size() <= LONGEST_OPTIONS)
        .filter(ByteString::isValidUtf8)
        .map(ByteString::toStringUtf8);
  }

  /** Asks what an authenticator has to sign. */
  static Node askOptions() {
    return query("get", Node.of(OPTIONS));
  }

  /** Asks for the name of the exchange. */
  static Node askRef() {
    return query("get", Node.of("ref"));
  }

  /**
   * The proof, and the promise of a nonce.
   *
   * @param assertion what the authenticator signed, as JSON
   * @param handoff proves that the phone saw this device's code
   */
  static Node prologue(
      ByteString credentialId,
      String assertion,
      ByteString prologue,
      Optional<ByteString> handoff) {
    List<Node> parts = new ArrayList<>();
    parts.add(Node.of("credential_id", credentialId));
    parts.add(Node.of("webauthn_assertion", ByteString.copyFromUtf8(assertion)));
    parts.add(Node.of("prologue_payload", prologue));
    handoff.ifPresent(proof -> parts.add(Node.of("pairing_handoff_proof", proof)));
    return query("set", Node.of("passkey_prologue").withChildren(parts));
  }

  /** The nonce that was promised. */
  static Node nonce(ByteString nonce) {
    return query("set", Node.of("companion_nonce", nonce));
  }

  /** This device's keys for the phone. */
  static Node request(ByteString encrypted) {
    return query("set", Node.of("encrypted_pairing_request", encrypted));
  }

  private static Node query(String type, Node child) {
    return Node.of("iq", child).with("to", Jid.SERVICE).with("type", type).with("xmlns", "md");
  }
}
