package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.node.Node;
import java.util.Optional;

/** The receipts that a received message is answered with (PROTOCOL 9). */
final class ReceiptNode {

  private ReceiptNode() {}

  /** That the message arrived and is stored. */
  static Node delivered(Node stanza, Origin origin, boolean available) {
    Node receipt =
        Node.of("receipt")
            .with("to", stanza.attributes().getOrDefault("from", ""))
            .withIfPresent("id", stanza.attribute("id"));
    if (origin.kind() == Origin.Kind.PEER) {
      return receipt.with("type", "peer_msg");
    }
    if (origin.fromMe()) {
      return receipt
          .withIfPresent("participant", stanza.attribute("participant"))
          .withIfPresent("recipient", stanza.attribute("recipient"))
          .with("type", "sender");
    }
    Optional<String> type = available ? Optional.empty() : Optional.of("inactive");
    return receipt
        .withIfPresent("participant", stanza.attribute("participant"))
        .withIfPresent("type", type);
  }
}
