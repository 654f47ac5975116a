package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.MediaHost;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Media hosts, app state (empty collections), groups (none) and the query language. */
public final class ContentIq implements IqHandler {
  private static final String REACHOUT_TIMELOCK = "23983697327930364";
  private static final String MESSAGE_CAPPING = "27910975521856601";

  private final String mediaHost;

  /**
   * @param mediaHost where files are kept, as a name with a port
   */
  public ContentIq(String mediaHost) {
    this.mediaHost = mediaHost;
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:m", "w:sync:app:state", "w:g2", "w:mex");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    return switch (iq.attribute("xmlns")) {
      case "w:m" -> List.of(mediaConnection());
      case "w:sync:app:state" -> List.of(appState(iq));
      case "w:g2" -> groups(iq);
      default -> List.of(query(iq));
    };
  }

  private Node mediaConnection() {
    Node host = Node.of("host").with("hostname", mediaHost);
    return Node.of("media_conn", host)
        .with("auth", MediaHost.AUTH)
        .with("ttl", 300)
        .with("auth_ttl", 3600)
        .with("max_buckets", 12);
  }

  private static Node appState(Node iq) {
    Node sync = iq.child("sync").orElseThrow(() -> IqException.of(400));
    List<Node> collections =
        sync.all("collection").stream()
            .map(
                asked ->
                    Node.of("collection")
                        .with("name", asked.attribute("name"))
                        .with("version", asked.has("version") ? asked.attribute("version") : "0"))
            .toList();
    return Node.of("sync").plus(collections);
  }

  private static List<Node> groups(Node iq) {
    if (iq.child("participating").isPresent()) {
      return List.of(Node.of("groups"));
    }
    throw IqException.of(404);
  }

  private static Node query(Node iq) {
    String id = iq.child("query").map(query -> query.attribute("query_id")).orElse("");
    String json =
        switch (id) {
          case REACHOUT_TIMELOCK ->
              "{\"data\":{\"xwa2_fetch_account_reachout_timelock\":{\"is_active\":false,"
                  + "\"enforcement_type\":\"DEFAULT\",\"time_enforcement_ends\":\"0\"}}}";
          case MESSAGE_CAPPING ->
              "{\"data\":{\"xwa2_message_capping_info\":{\"capping_status\":\"NONE\","
                  + "\"total_quota\":-1,\"used_quota\":0}}}";
          default -> throw IqException.of(400);
        };
    return Node.of("result", Bytes.utf8(json));
  }
}
