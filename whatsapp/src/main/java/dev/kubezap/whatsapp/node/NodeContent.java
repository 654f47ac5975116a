package dev.kubezap.whatsapp.node;

import com.google.protobuf.ByteString;
import java.util.List;

/** What a {@link Node} holds besides its attributes. */
public sealed interface NodeContent {

  /** Nothing. */
  record None() implements NodeContent {}

  /**
   * Other nodes, possibly none (an empty list is written to the wire, unlike {@link None}).
   *
   * @param nodes in the order of the wire
   */
  record Children(List<Node> nodes) implements NodeContent {
    /** Copies the list. */
    public Children {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Bytes: keys, ciphertexts, protobufs and most text.
   *
   * @param value the bytes; kept out of {@link #toString()}
   */
  record Bytes(ByteString value) implements NodeContent {
    @Override
    public String toString() {
      return value.size() + " bytes";
    }
  }

  /**
   * A string in the compact form that attributes have.
   *
   * @param value the string; kept out of {@link #toString()}
   */
  record Text(String value) implements NodeContent {
    @Override
    public String toString() {
      return value.length() + " characters";
    }
  }
}
