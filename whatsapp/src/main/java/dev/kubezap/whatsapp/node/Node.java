package dev.kubezap.whatsapp.node;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stanza or a part of one: a tag, attributes in order, and content. Immutable; the {@code with}
 * methods answer a changed copy.
 *
 * <p>{@link #toString()} shows tags and attributes for logs and sizes instead of contents, which
 * are keys and message texts.
 *
 * @param tag never empty
 * @param attributes in the order of the wire; addresses as their text
 * @param content sealed, see {@link NodeContent}
 */
public record Node(String tag, Map<String, String> attributes, NodeContent content) {

  /** The end of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** Copies the attributes, keeping their order. */
  public Node {
    if (tag.isEmpty()) {
      throw new IllegalArgumentException("A node has a tag");
    }
    attributes =
        attributes.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A node without attributes and content. */
  public static Node of(String tag) {
    return new Node(tag, Map.of(), new NodeContent.None());
  }

  /** A node that holds the given nodes. */
  public static Node of(String tag, Node... children) {
    return of(tag).withChildren(List.of(children));
  }

  /** A node that holds the given bytes. */
  public static Node of(String tag, ByteString bytes) {
    return of(tag).withBytes(bytes);
  }

  /** The copy with one attribute more, or with its value replaced in place. */
  public Node with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(attributes);
    changed.put(name, value);
    return new Node(tag, changed, content);
  }

  /** The copy with an address as an attribute. */
  public Node with(String name, Jid value) {
    return with(name, value.toString());
  }

  /** The copy with a number as an attribute. */
  public Node with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /** The copy with the attribute when there is a value, else this node. */
  public Node withIfPresent(String name, Optional<?> value) {
    return value.isPresent() ? with(name, value.get().toString()) : this;
  }

  /** The copy that holds the given nodes instead of its content. */
  public Node withChildren(Node... children) {
    return withChildren(List.of(children));
  }

  /** The copy that holds the given nodes instead of its content. */
  public Node withChildren(List<Node> children) {
    return new Node(tag, attributes, new NodeContent.Children(children));
  }

  /** The copy that holds the given bytes instead of its content. */
  public Node withBytes(ByteString bytes) {
    return new Node(tag, attributes, new NodeContent.Bytes(bytes));
  }

  /** The copy that holds the given bytes, which are copied, instead of its content. */
  public Node withBytes(byte[] bytes) {
    return withBytes(ByteString.copyFrom(bytes));
  }

  /** The copy that holds the given string instead of its content. */
  public Node withText(String text) {
    return new Node(tag, attributes, new NodeContent.Text(text));
  }

  /** Whether this node has one of the tags. */
  public boolean is(String... tags) {
    return Arrays.asList(tags).contains(tag);
  }

  /** The attribute's value, if it is there. */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** Whether the attribute is there with just this value. */
  public boolean has(String name, String value) {
    return value.equals(attributes.get(name));
  }

  /** The attribute's value, which this kind of stanza must have. */
  public String requiredAttribute(String name) throws MalformedStanzaException {
    String value = attributes.get(name);
    if (value == null) {
      throw malformed("lacks attribute '" + name + "'");
    }
    return value;
  }

  /** The attribute as an address; empty when it is missing or not one. */
  public Optional<Jid> jid(String name) {
    return attribute(name).flatMap(Jid::parse);
  }

  /** The attribute as an address, which this kind of stanza must have. */
  public Jid requiredJid(String name) throws MalformedStanzaException {
    return Jid.parse(requiredAttribute(name))
        .orElseThrow(() -> malformed("has an attribute '" + name + "' that is no address"));
  }

  /** The attribute as a whole number; empty when it is missing or not one. */
  public OptionalLong number(String name) {
    String value = attributes.get(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException notANumber) {
      return OptionalLong.empty();
    }
  }

  /**
   * The attribute as a time in seconds; empty when it is missing, not a number, or outside the
   * years 1970 to 9999, which not everything that keeps times can hold.
   */
  public Optional<Instant> time(String name) {
    OptionalLong seconds = number(name);
    return seconds.isPresent() && seconds.getAsLong() >= 0 && seconds.getAsLong() <= LAST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }

  /** The attribute as a whole number, which this kind of stanza must have. */
  public long requiredNumber(String name) throws MalformedStanzaException {
    requiredAttribute(name);
    return number(name)
        .orElseThrow(() -> malformed("has an attribute '" + name + "' that is no number"));
  }

  /** The nodes inside; none when the content is something else. */
  public List<Node> children() {
    return content instanceof NodeContent.Children(List<Node> nodes) ? nodes : List.of();
  }

  /** The nodes inside that have this tag. */
  public List<Node> children(String childTag) {
    return children().stream().filter(child -> child.tag.equals(childTag)).toList();
  }

  /** The first node inside that has this tag. */
  public Optional<Node> child(String childTag) {
    for (Node child : children()) {
      if (child.tag.equals(childTag)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** The first node inside that has this tag, which this kind of stanza must have. */
  public Node requiredChild(String childTag) throws MalformedStanzaException {
    return child(childTag).orElseThrow(() -> malformed("lacks <" + childTag + ">"));
  }

  /** The content as bytes; a string is answered as UTF-8, since peers send either form. */
  public Optional<ByteString> bytes() {
    return switch (content) {
      case NodeContent.Bytes(ByteString value) -> Optional.of(value);
      case NodeContent.Text(String value) -> Optional.of(ByteString.copyFromUtf8(value));
      case NodeContent.None _, NodeContent.Children _ -> Optional.empty();
    };
  }

  /** The content as bytes, which this kind of stanza must have. */
  public ByteString requiredBytes() throws MalformedStanzaException {
    return bytes().orElseThrow(() -> malformed("lacks bytes"));
  }

  /** The content as exactly so many bytes, which this kind of stanza must have. */
  public ByteString requiredBytes(int size) throws MalformedStanzaException {
    ByteString value = requiredBytes();
    if (value.size() != size) {
      throw malformed("holds " + value.size() + " bytes instead of " + size);
    }
    return value;
  }

  /** The content as a string; bytes are read as UTF-8, since peers send either form. */
  public Optional<String> text() {
    return switch (content) {
      case NodeContent.Bytes(ByteString value) -> Optional.of(value.toStringUtf8());
      case NodeContent.Text(String value) -> Optional.of(value);
      case NodeContent.None _, NodeContent.Children _ -> Optional.empty();
    };
  }

  /** An exception that says what is wrong with this node: {@code <tag> problem}. */
  public MalformedStanzaException malformed(String problem) {
    return new MalformedStanzaException("<" + tag + "> " + problem);
  }

  @Override
  public String toString() {
    return NodeText.of(this);
  }
}
