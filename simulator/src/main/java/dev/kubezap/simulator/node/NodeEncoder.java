package dev.kubezap.simulator.node;

import dev.kubezap.simulator.crypto.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes stanzas as binary XML. */
public final class NodeEncoder {
  private static final String NIBBLE = "0123456789-.";
  private static final String HEX = "0123456789ABCDEF";
  private static final Set<String> SERVERS =
      Set.of(
          "s.whatsapp.net",
          "lid",
          "g.us",
          "c.us",
          "broadcast",
          "newsletter",
          "call",
          "hosted",
          "hosted.lid",
          "bot");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private NodeEncoder() {}

  /** The frame plaintext of a stanza: a zero flag byte and the node. */
  public static Bytes encode(Node node) {
    NodeEncoder encoder = new NodeEncoder();
    encoder.out.write(0);
    encoder.node(node);
    return Bytes.of(encoder.out.toByteArray());
  }

  private void node(Node node) {
    boolean content = node.data() != null || !node.children().isEmpty();
    listStart(1 + 2 * node.attributes().size() + (content ? 1 : 0));
    string(node.tag());
    node.attributes()
        .forEach(
            (name, value) -> {
              string(name);
              string(value);
            });
    Bytes data = node.data();
    if (data != null) {
      binary(data.toArray());
    } else if (content) {
      children(node.children());
    }
  }

  private void children(List<Node> children) {
    listStart(children.size());
    children.forEach(this::node);
  }

  private void listStart(int size) {
    if (size == 0) {
      out.write(Tag.LIST_EMPTY);
    } else if (size < 256) {
      out.write(Tag.LIST_8);
      out.write(size);
    } else {
      out.write(Tag.LIST_16);
      out.write(size >> 8);
      out.write(size);
    }
  }

  private void string(String text) {
    Optional<Integer> token = Tokens.VERSION_3.code(text);
    if (token.isPresent()) {
      int table = token.get() >> 8;
      if (table > 0) {
        out.write(Tag.DICTIONARY_0 + table - 1);
      }
      out.write(token.get());
    } else if (isPacked(text, NIBBLE)) {
      packed(Tag.NIBBLE_8, text, NIBBLE);
    } else if (isPacked(text, HEX)) {
      packed(Tag.HEX_8, text, HEX);
    } else {
      Jid.parse(text)
          .filter(jid -> SERVERS.contains(jid.server()))
          .ifPresentOrElse(this::jid, () -> binary(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void jid(Jid jid) {
    if (jid.device() > 0) {
      out.write(Tag.AD_JID);
      out.write(
          switch (jid.server()) {
            case "lid" -> 1;
            case "hosted" -> 128;
            case "hosted.lid" -> 129;
            default -> 0;
          });
      out.write(jid.device());
      string(jid.user());
    } else {
      out.write(Tag.JID_PAIR);
      if (jid.user().isEmpty()) {
        out.write(Tag.LIST_EMPTY);
      } else {
        string(jid.user());
      }
      string(jid.server());
    }
  }

  private static boolean isPacked(String text, String alphabet) {
    return !text.isEmpty()
        && text.length() <= Tag.PACKED_MAX
        && text.chars().allMatch(c -> alphabet.indexOf(c) >= 0);
  }

  private void packed(int tag, String text, String alphabet) {
    out.write(tag);
    int size = (text.length() + 1) / 2;
    out.write(text.length() % 2 == 0 ? size : size | 0x80);
    for (int i = 0; i < text.length(); i += 2) {
      int low = i + 1 < text.length() ? alphabet.indexOf(text.charAt(i + 1)) : 15;
      out.write(alphabet.indexOf(text.charAt(i)) << 4 | low);
    }
  }

  private void binary(byte[] bytes) {
    if (bytes.length < 256) {
      out.write(Tag.BINARY_8);
      out.write(bytes.length);
    } else if (bytes.length < 1 << 20) {
      out.write(Tag.BINARY_20);
      out.write(bytes.length >> 16);
      out.write(bytes.length >> 8);
      out.write(bytes.length);
    } else {
      out.write(Tag.BINARY_32);
      out.writeBytes(Bytes.number(bytes.length, 4).toArray());
    }
    out.writeBytes(bytes);
  }
}
