package dev.kubezap.whatsapp.node;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a node into the plaintext of a frame. Pure. Strings take the shortest form that other
 * clients give them: a word's number, packed digits, an address, else UTF-8.
 */
public final class NodeEncoder {

  private static final int MAX_LIST = 0xFFFF;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private NodeEncoder() {}

  /**
   * Encodes one stanza, uncompressed.
   *
   * @return flag byte and node, as {@link NodeDecoder#decode} reads them
   * @throws IllegalArgumentException when a list is longer than the wire allows (65,535)
   */
  public static byte[] encode(Node node) {
    NodeEncoder encoder = new NodeEncoder();
    encoder.out.write(0);
    encoder.node(node);
    return encoder.out.toByteArray();
  }

  private void node(Node node) {
    boolean hasContent = !(node.content() instanceof NodeContent.None);
    listStart(1 + 2 * node.attributes().size() + (hasContent ? 1 : 0));
    string(node.tag());
    node.attributes()
        .forEach(
            (name, value) -> {
              string(name);
              string(value);
            });
    switch (node.content()) {
      case NodeContent.None _ -> {}
      case NodeContent.Text(String value) -> string(value);
      case NodeContent.Bytes(ByteString value) -> {
        length(value.size());
        byte[] bytes = value.toByteArray();
        out.write(bytes, 0, bytes.length);
      }
      case NodeContent.Children(List<Node> children) -> {
        listStart(children.size());
        children.forEach(this::node);
      }
    }
  }

  private void string(String text) {
    Tokens.Token token = Tokens.find(text);
    if (token != null) {
      if (token.dictionaryTag() != Tokens.Token.NO_DICTIONARY) {
        out.write(token.dictionaryTag());
      }
      out.write(token.index());
      return;
    }
    int packed = PackedText.tagFor(text);
    if (packed >= 0) {
      PackedText.write(out, packed, text);
      return;
    }
    JidCodec.Form address = JidCodec.formOf(text);
    if (address != null) {
      address(address);
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      length(bytes.length);
      out.write(bytes, 0, bytes.length);
    }
  }

  private void address(JidCodec.Form form) {
    switch (form) {
      case JidCodec.Form.Pair(String user, String server) -> {
        out.write(WireTag.JID_PAIR);
        if (user.isEmpty()) {
          out.write(WireTag.LIST_EMPTY);
        } else {
          string(user);
        }
        string(server);
      }
      case JidCodec.Form.Device(int domain, int device, String user) -> {
        out.write(WireTag.AD_JID);
        out.write(domain);
        out.write(device);
        string(user);
      }
      case JidCodec.Form.Messenger(String user, int device, String server) -> {
        out.write(WireTag.FB_JID);
        string(user);
        number(device, 2);
        string(server);
      }
      case JidCodec.Form.Interop(String user, int device, int integrator) -> {
        out.write(WireTag.INTEROP_JID);
        string(user);
        number(device, 2);
        number(integrator, 2);
        string("interop");
      }
    }
  }

  private void listStart(int size) {
    if (size == 0) {
      out.write(WireTag.LIST_EMPTY);
    } else if (size < 256) {
      out.write(WireTag.LIST_8);
      out.write(size);
    } else if (size <= MAX_LIST) {
      out.write(WireTag.LIST_16);
      number(size, 2);
    } else {
      throw new IllegalArgumentException(
          "A stanza's list holds at most " + MAX_LIST + " parts, not " + size);
    }
  }

  private void length(int length) {
    if (length >= 1 << 20) {
      out.write(WireTag.BINARY_32);
      number(length, 4);
    } else if (length >= 256) {
      out.write(WireTag.BINARY_20);
      number(length, 3);
    } else {
      out.write(WireTag.BINARY_8);
      out.write(length);
    }
  }

  private void number(int value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
  }
}
