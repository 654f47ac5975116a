package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import java.util.Base64;

/** What a companion has to have signed when an account demands a passkey. */
public final class PasskeyOptions {
  private PasskeyOptions() {}

  /** The node with WebAuthn request options. */
  public static Node node(Bytes challenge) {
    return node(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toArray()));
  }

  /**
   * The node with WebAuthn request options.
   *
   * @param encoded the challenge in base64url without padding
   */
  static Node node(String encoded) {
    String json =
        "{\"challenge\":\""
            + encoded
            + "\",\"timeout\":600000,\"rpId\":\"whatsapp.com\",\"allowCredentials\":[],"
            + "\"userVerification\":\"required\",\"extensions\":{\"uvm\":true}}";
    return Node.of("passkey_request_options", Bytes.utf8(json));
  }
}
