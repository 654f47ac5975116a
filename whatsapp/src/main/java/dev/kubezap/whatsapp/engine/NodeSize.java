package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeContent;

/** About how much memory a stanza takes, for the mailbox' bound. */
final class NodeSize {
  private static final long NODE = 64;

  private NodeSize() {}

  static long of(Node node) {
    long size = NODE;
    for (var attribute : node.attributes().entrySet()) {
      size += attribute.getKey().length() + attribute.getValue().length();
    }
    return size
        + switch (node.content()) {
          case NodeContent.None _ -> 0;
          case NodeContent.Bytes bytes -> bytes.value().size();
          case NodeContent.Text text -> text.value().length();
          case NodeContent.Children children ->
              children.nodes().stream().mapToLong(NodeSize::of).sum();
        };
  }
}
