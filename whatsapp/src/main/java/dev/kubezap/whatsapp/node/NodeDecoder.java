package dev.kubezap.whatsapp.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the plaintext of a frame into a node. Pure; whatever the bytes, it answers a node within
 * the limits or throws {@link NodeFormatException}.
 */
public final class NodeDecoder {

  private final NodeLimits limits;
  private final ValueReader values;
  private int parts;

  private NodeDecoder(WireReader in, NodeLimits limits) {
    this.values = new ValueReader(in);
    this.limits = limits;
  }

  /** Decodes one stanza with the {@linkplain NodeLimits#DEFAULT default limits}. */
  public static Node decode(byte[] plaintext) throws NodeFormatException {
    return decode(plaintext, NodeLimits.DEFAULT);
  }

  /**
   * Decodes one stanza.
   *
   * @param plaintext flag byte and node, as {@link NodeEncoder#encode} writes them
   * @param limits what the result may not exceed
   * @throws NodeFormatException when the bytes are no node or exceed a limit
   */
  public static Node decode(byte[] plaintext, NodeLimits limits) throws NodeFormatException {
    if (plaintext.length == 0) {
      throw new NodeFormatException(NodeFormatException.Kind.TRUNCATED, "an empty frame");
    }
    WireReader in;
    if ((plaintext[0] & WireTag.FLAG_COMPRESSED) == 0) {
      in = new WireReader(plaintext, 1, plaintext.length);
    } else {
      byte[] inflated = Inflation.inflate(plaintext, 1, limits.inflatedBytes());
      in = new WireReader(inflated, 0, inflated.length);
    }
    Node node = new NodeDecoder(in, limits).node(1);
    if (in.remaining() > 0) {
      throw new NodeFormatException(
          NodeFormatException.Kind.TRAILING, in.remaining() + " bytes follow the node");
    }
    return node;
  }

  private Node node(int depth) throws NodeFormatException {
    if (depth > limits.depth()) {
      throw new NodeFormatException(
          NodeFormatException.Kind.LIMIT, "nested deeper than " + limits.depth());
    }
    WireReader in = values.in();
    int size = listSize(in.unsignedByte());
    String tag = values.string();
    if (size == 0 || tag.isEmpty()) {
      throw new NodeFormatException(NodeFormatException.Kind.INVALID, "a node without a tag");
    }
    int attributeCount = (size - 1) / 2;
    count(1 + attributeCount);
    Map<String, String> attributes = LinkedHashMap.newLinkedHashMap(Math.min(attributeCount, 32));
    for (int i = 0; i < attributeCount; i++) {
      attributes.put(values.string(), values.string());
    }
    boolean hasContent = size % 2 == 0;
    return new Node(
        tag, attributes, hasContent ? content(in.unsignedByte(), depth) : new NodeContent.None());
  }

  private NodeContent content(int tag, int depth) throws NodeFormatException {
    WireReader in = values.in();
    return switch (tag) {
      case WireTag.LIST_EMPTY, WireTag.LIST_8, WireTag.LIST_16 -> children(listSize(tag), depth);
      case WireTag.BINARY_8 -> new NodeContent.Bytes(in.bytes(in.unsignedByte()));
      case WireTag.BINARY_20 -> new NodeContent.Bytes(in.bytes(in.unsignedNumber(3) & 0xFFFFF));
      case WireTag.BINARY_32 -> new NodeContent.Bytes(in.bytes(in.unsignedNumber(4)));
      default -> new NodeContent.Text(values.string(tag));
    };
  }

  private NodeContent children(int size, int depth) throws NodeFormatException {
    // Grows with what is there: a size alone reserves no memory.
    List<Node> children = new ArrayList<>(Math.min(size, 64));
    for (int i = 0; i < size; i++) {
      children.add(node(depth + 1));
    }
    return new NodeContent.Children(children);
  }

  private int listSize(int tag) throws NodeFormatException {
    WireReader in = values.in();
    return switch (tag) {
      case WireTag.LIST_EMPTY -> 0;
      case WireTag.LIST_8 -> in.unsignedByte();
      case WireTag.LIST_16 -> (int) in.unsignedNumber(2);
      default ->
          throw new NodeFormatException(
              NodeFormatException.Kind.INVALID, "no list begins with byte " + tag);
    };
  }

  private void count(int more) throws NodeFormatException {
    parts += more;
    if (parts > limits.parts()) {
      throw new NodeFormatException(
          NodeFormatException.Kind.LIMIT, "more than " + limits.parts() + " nodes and attributes");
    }
  }
}
