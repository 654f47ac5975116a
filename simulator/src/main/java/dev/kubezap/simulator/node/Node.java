package dev.kubezap.simulator.node;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stanza or a part of one. Immutable; the {@code with} methods copy.
 *
 * @param tag its name
 * @param attributes in order; jids in their text form
 * @param children nodes inside; empty when there is data
 * @param data bytes or text inside, null when there are none
 */
public record Node(
    String tag, Map<String, String> attributes, List<Node> children, @Nullable Bytes data) {
  /** Copies the collections. */
  public Node {
    attributes = Attributes.copyOf(attributes);
    children = List.copyOf(children);
  }

  /** An empty node. */
  public static Node of(String tag) {
    return new Node(tag, Map.of(), List.of(), null);
  }

  /** A node with children. */
  public static Node of(String tag, Node... children) {
    return new Node(tag, Map.of(), List.of(children), null);
  }

  /** A node with bytes inside. */
  public static Node of(String tag, Bytes data) {
    return new Node(tag, Map.of(), List.of(), data);
  }

  /** With one more attribute, or another value of it. */
  public Node with(String name, String value) {
    return new Node(tag, Attributes.copyOf(attributes).with(name, value), children, data);
  }

  /** With a number as attribute. */
  public Node with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /** With a jid as attribute. */
  public Node with(String name, Jid value) {
    return with(name, value.toString());
  }

  /** With an attribute only if its value is not empty. */
  public Node withNonEmpty(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** Without an attribute. */
  public Node without(String name) {
    return new Node(tag, Attributes.copyOf(attributes).without(name), children, data);
  }

  /** With more children at the end. */
  public Node plus(Node... more) {
    List<Node> all = new ArrayList<>(children);
    all.addAll(List.of(more));
    return new Node(tag, attributes, all, data);
  }

  /** With more children at the end. */
  public Node plus(List<Node> more) {
    return plus(more.toArray(Node[]::new));
  }

  /** The attribute, or an empty text. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /** Whether the attribute is there. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** The attribute as a jid, if it is one. */
  public Optional<Jid> jid(String name) {
    return Jid.parse(attribute(name));
  }

  /** The first child of that tag. */
  public Optional<Node> child(String childTag) {
    for (Node child : children) {
      if (child.tag.equals(childTag)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** All children of that tag. */
  public List<Node> all(String childTag) {
    return children.stream().filter(child -> child.tag.equals(childTag)).toList();
  }

  /** The bytes of the first child of that tag, or none. */
  public Bytes childData(String childTag) {
    return child(childTag).map(Node::content).orElse(Bytes.EMPTY);
  }

  /** The data, or no bytes. */
  public Bytes content() {
    return data == null ? Bytes.EMPTY : data;
  }

  /** XML-like, with sizes in place of data. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("<").append(tag);
    attributes.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    if (children.isEmpty() && data == null) {
      return text.append("/>").toString();
    }
    text.append('>');
    children.forEach(text::append);
    if (data != null) {
      text.append(data.size()).append(" bytes");
    }
    return text.append("</").append(tag).append('>').toString();
  }
}
