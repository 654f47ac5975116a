package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Node;
import java.util.Base64;

/** What a companion is asked when an account demands a passkey. The proof itself is not played. */
public final class PasskeyOptions {
  private PasskeyOptions() {}

  /** The node with WebAuthn request options. */
  public static Node node(Bytes challenge) {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toArray());
    String json =
        "{\"challenge\":\""
            + encoded
            + "\",\"timeout\":600000,\"rpId\":\"whatsapp.com\",\"allowCredentials\":[],"
            + "\"userVerification\":\"required\",\"extensions\":{\"uvm\":true}}";
    return Node.of("passkey_request_options", Bytes.utf8(json));
  }
}
