package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.util.stream.IntStream;

/** Stanzas as the service sends them by itself. */
final class ServerStanzas {
  private ServerStanzas() {}

  static Node notification(String type, Node child) {
    return Node.of("notification", child)
        .with("from", Jid.SERVICE)
        .with("type", type)
        .with("id", "n1")
        .with("t", 1_790_000_000L);
  }

  static Node pairDevice() {
    Node offer =
        Node.of("pair-device")
            .withChildren(
                IntStream.range(0, 6)
                    .mapToObj(i -> Node.of("ref", ByteString.copyFromUtf8("ref" + i)))
                    .toList());
    return Node.of("iq", offer)
        .with("from", Jid.SERVICE)
        .with("type", "set")
        .with("id", "q1")
        .with("xmlns", "md");
  }
}
