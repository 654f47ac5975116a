package dev.kubezap.simulator.node;

import dev.kubezap.simulator.crypto.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/** Reads stanzas from binary XML. */
public final class NodeDecoder {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_INFLATED = 16 << 20;
  private static final String NIBBLE = "0123456789-.";
  private static final String HEX = "0123456789ABCDEF";

  private final Bytes in;
  private int at;

  private NodeDecoder(Bytes in) {
    this.in = in;
  }

  /** Reads a frame plaintext; throws {@link NodeFormatException} when it is not one stanza. */
  public static Node decode(Bytes plaintext) {
    if (plaintext.size() < 2) {
      throw new NodeFormatException("A stanza has at least two bytes");
    }
    Bytes body = plaintext.slice(1);
    NodeDecoder decoder =
        new NodeDecoder((plaintext.at(0) & 2) == 0 ? body : inflate(body.toArray()));
    Node node = decoder.node(0);
    if (decoder.at != decoder.in.size()) {
      throw new NodeFormatException((decoder.in.size() - decoder.at) + " bytes after the stanza");
    }
    return node;
  }

  private static Bytes inflate(byte[] deflated) {
    try (InflaterInputStream inflater =
        new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      byte[] inflated = inflater.readNBytes(MAX_INFLATED + 1);
      if (inflated.length > MAX_INFLATED) {
        throw new NodeFormatException("A stanza inflates to more than 16 MiB");
      }
      return Bytes.of(inflated);
    } catch (IOException e) {
      throw new NodeFormatException("Bad zlib data: " + e.getMessage());
    }
  }

  private Node node(int depth) {
    if (depth > MAX_DEPTH) {
      throw new NodeFormatException("Nodes are nested too deeply");
    }
    int size = listSize(next());
    if (size == 0) {
      throw new NodeFormatException("A node without a tag at " + at);
    }
    String tag = string(next());
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < (size - 1) / 2; i++) {
      String name = string(next());
      if (attributes.put(name, string(next())) != null) {
        throw new NodeFormatException("Attribute " + name + " twice in " + tag);
      }
    }
    if (size % 2 == 1) {
      return new Node(tag, attributes, List.of(), null);
    }
    int contentTag = next();
    return switch (contentTag) {
      case Tag.LIST_EMPTY, Tag.LIST_8, Tag.LIST_16 ->
          new Node(tag, attributes, children(listSize(contentTag), depth), null);
      case Tag.BINARY_8, Tag.BINARY_20, Tag.BINARY_32 ->
          new Node(tag, attributes, List.of(), take(binarySize(contentTag)));
      default -> new Node(tag, attributes, List.of(), Bytes.utf8(string(contentTag)));
    };
  }

  private List<Node> children(int count, int depth) {
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(node(depth + 1));
    }
    return children;
  }

  private int listSize(int tag) {
    return switch (tag) {
      case Tag.LIST_EMPTY -> 0;
      case Tag.LIST_8 -> next();
      case Tag.LIST_16 -> (int) take(2).toNumber();
      default -> throw new NodeFormatException("Tag " + tag + " is not a list at " + at);
    };
  }

  private int binarySize(int tag) {
    long size =
        switch (tag) {
          case Tag.BINARY_8 -> next();
          case Tag.BINARY_20 -> take(3).toNumber() & 0xfffff;
          default -> take(4).toNumber();
        };
    if (size > in.size() - at) {
      throw new NodeFormatException("A value is longer than its frame");
    }
    return (int) size;
  }

  private String string(int tag) {
    if (tag > 0 && tag < Tag.SINGLE_TOKENS_END) {
      return Tokens.VERSION_3.single(tag);
    }
    if (tag >= Tag.DICTIONARY_0 && tag <= Tag.DICTIONARY_3) {
      return Tokens.VERSION_3.dictionary(tag - Tag.DICTIONARY_0, next());
    }
    return switch (tag) {
      case Tag.LIST_EMPTY -> "";
      case Tag.BINARY_8, Tag.BINARY_20, Tag.BINARY_32 -> take(binarySize(tag)).toUtf8();
      case Tag.NIBBLE_8 -> packed(NIBBLE);
      case Tag.HEX_8 -> packed(HEX);
      case Tag.JID_PAIR -> string(next()) + "@" + string(next());
      case Tag.AD_JID -> deviceJid();
      case Tag.FB_JID -> string(next()) + ":" + take(2).toNumber() + "@" + string(next());
      case Tag.INTEROP_JID -> interopJid();
      default -> throw new NodeFormatException("Tag " + tag + " is not a text at " + at);
    };
  }

  private String deviceJid() {
    String server =
        switch (next()) {
          case 1 -> "lid";
          case 128 -> "hosted";
          case 129 -> "hosted.lid";
          default -> "s.whatsapp.net";
        };
    int device = next();
    return new Jid(string(next()), device, server).toString();
  }

  private String interopJid() {
    String user = string(next());
    long device = take(2).toNumber();
    long integrator = take(2).toNumber();
    return integrator + "-" + user + ":" + device + "@" + string(next());
  }

  private String packed(String alphabet) {
    int start = next();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < (start & 0x7f); i++) {
      int pair = next();
      text.append(character(pair >> 4, alphabet));
      if (i + 1 < (start & 0x7f) || (start & 0x80) == 0) {
        text.append(character(pair & 15, alphabet));
      }
    }
    return text.toString();
  }

  private static char character(int value, String alphabet) {
    if (value >= alphabet.length()) {
      throw new NodeFormatException("Bad packed character " + value);
    }
    return alphabet.charAt(value);
  }

  private int next() {
    if (at >= in.size()) {
      throw new NodeFormatException("The stanza ends too early");
    }
    return in.at(at++);
  }

  private Bytes take(int size) {
    if (size > in.size() - at) {
      throw new NodeFormatException("The stanza ends too early");
    }
    at += size;
    return in.slice(at - size, at);
  }
}
