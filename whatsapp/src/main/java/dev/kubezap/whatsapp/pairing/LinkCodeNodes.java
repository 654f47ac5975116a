package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;

/** The stanzas that this device sends for pairing codes (PROTOCOL.md 7). */
final class LinkCodeNodes {
  /** The part of the stanzas that holds everything else. */
  static final String REGISTRATION = "link_code_companion_reg";

  static final String REF = "link_code_pairing_ref";

  /** Chrome; the service refuses 0. */
  private static final String PLATFORM = "1";

  private static final ByteString NONCE = ByteString.copyFrom(new byte[1]);

  private LinkCodeNodes() {}

  /** Asks the server to show the phone a prompt for the code. */
  static Node hello(
      CodeRequest request, PublicKey noiseKey, String deviceName, ByteString wrappedEphemeral) {
    return query(
        registration(request, "companion_hello")
            .with("should_show_push_notification", "true")
            .withChildren(
                Node.of("link_code_pairing_wrapped_companion_ephemeral_pub", wrappedEphemeral),
                Node.of("companion_server_auth_key_pub", noiseKey.bytes()),
                Node.of("companion_platform_id", ByteString.copyFromUtf8(PLATFORM)),
                Node.of("companion_platform_display", ByteString.copyFromUtf8(deviceName)),
                Node.of("link_code_pairing_nonce", NONCE)));
  }

  /** Hands the phone this device's identity. */
  static Node finish(CodeRequest request, PublicKey identity, ByteString bundle, ByteString ref) {
    return query(
        registration(request, "companion_finish")
            .withChildren(
                Node.of("link_code_pairing_wrapped_key_bundle", bundle),
                Node.of("companion_identity_public", identity.bytes()),
                Node.of(REF, ref)));
  }

  private static Node registration(CodeRequest request, String stage) {
    return Node.of(REGISTRATION)
        .with("jid", Jid.phoneNumber(request.phoneNumber()))
        .with("stage", stage);
  }

  private static Node query(Node registration) {
    return Node.of("iq", registration)
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "md");
  }
}
