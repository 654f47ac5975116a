package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import java.util.Optional;

/**
 * The ack that ends the server's responsibility for a stanza; until it arrives the stanza comes
 * again after every log-in (PROTOCOL.md 9).
 */
public final class Acknowledgement {

  private Acknowledgement() {}

  /** The ack of a stanza; empty when its kind has none. */
  public static Optional<Node> of(Node stanza) {
    if (!stanza.is("message", "receipt", "notification", "call")
        || stanza.attribute("id").isEmpty()
        || stanza.attribute("from").isEmpty()) {
      return Optional.empty();
    }
    Node ack =
        Node.of("ack")
            .with("class", stanza.tag())
            .withIfPresent("id", stanza.attribute("id"))
            .withIfPresent("to", stanza.attribute("from"))
            .withIfPresent("participant", stanza.attribute("participant"))
            .withIfPresent("recipient", stanza.attribute("recipient"));
    return Optional.of(
        stanza.is("message") ? ack : ack.withIfPresent("type", stanza.attribute("type")));
  }

  /**
   * The ack of a stanza that could not be processed.
   *
   * @param error the code that says why (PROTOCOL-2026 7), such as 487 for what could not be parsed
   */
  public static Optional<Node> of(Node stanza, int error) {
    return of(stanza).map(ack -> ack.with("error", error));
  }
}
