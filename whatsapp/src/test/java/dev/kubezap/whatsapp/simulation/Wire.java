package dev.kubezap.whatsapp.simulation;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;

/** Stanzas from the engine's form to the server's and back, over their bytes. */
final class Wire {
  private Wire() {}

  static dev.kubezap.simulator.node.Node toServer(Node stanza) {
    return dev.kubezap.simulator.node.NodeDecoder.decode(Bytes.of(NodeEncoder.encode(stanza)));
  }

  static Node toEngine(dev.kubezap.simulator.node.Node stanza) {
    try {
      return NodeDecoder.decode(dev.kubezap.simulator.node.NodeEncoder.encode(stanza).toArray());
    } catch (NodeFormatException e) {
      throw new IllegalStateException("the server wrote what cannot be read: " + stanza.tag(), e);
    }
  }

  static ByteString encoded(Node stanza) {
    return ByteString.copyFrom(NodeEncoder.encode(stanza));
  }
}
