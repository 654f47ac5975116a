package dev.kubezap.whatsapp.mex;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;

/** A query as it is asked (PROTOCOL-2026 5). */
public final class MexQuery {

  private MexQuery() {}

  /**
   * The stanza.
   *
   * @param id the number of the query, which changes with the builds of the service's web client;
   *     old ones live on for months
   * @param variables a JSON object
   */
  public static Node of(String id, String variables) {
    return Node.of(
            "iq",
            Node.of("query").with("query_id", id).withText("{\"variables\":" + variables + "}"))
        .with("to", Jid.SERVICE)
        .with("type", "get")
        .with("xmlns", "w:mex");
  }
}
