package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.media.MediaHost;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Media hosts, groups (none) and the query language. */
public final class ContentIq implements IqHandler {

  private final String mediaHost;

  /**
   * @param mediaHost where files are kept, as a name with a port
   */
  public ContentIq(String mediaHost) {
    this.mediaHost = mediaHost;
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:m", "w:g2");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    return switch (iq.attribute("xmlns")) {
      case "w:m" -> List.of(mediaConnection());
      case "w:g2" -> groups(iq);
      default -> throw IqException.of(501);
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

  private static List<Node> groups(Node iq) {
    if (iq.child("participating").isPresent()) {
      return List.of(Node.of("groups"));
    }
    throw IqException.of(404);
  }
}
