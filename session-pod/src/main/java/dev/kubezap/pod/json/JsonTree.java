package dev.kubezap.pod.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

/** A tree of nodes from tokens, and tokens from a tree. The parser bounds the depth. */
final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private JsonTree() {}

  /** The value whose first token is the parser's current one; its last is current afterwards. */
  static JsonNode read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      default -> throw new IllegalStateException("a value cannot begin with this token");
    };
  }

  /** Writes a value. */
  static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          if (!first) {
            out.append(',');
          }
          first = false;
          quote(field.getKey(), out);
          out.append(':');
          write(field.getValue(), out);
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(node.get(i), out);
        }
        out.append(']');
      }
      case STRING -> quote(node.textValue(), out);
      case NUMBER, BOOLEAN, NULL -> out.append(node.asText());
      case POJO -> out.append(raw(node));
      case BINARY, MISSING ->
          throw new IllegalArgumentException("a document has no node of this kind");
    }
  }

  /** Escapes what RFC 8259 asks for, and no more. */
  private static void quote(String text, StringBuilder out) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next < ' ' || next == '"' || next == '\\') {
        out.append(text, written, i).append('\\');
        written = i + 1;
        switch (next) {
          case '\b' -> out.append('b');
          case '\t' -> out.append('t');
          case '\n' -> out.append('n');
          case '\f' -> out.append('f');
          case '\r' -> out.append('r');
          case '"', '\\' -> out.append(next);
          default -> out.append("u00").append(HEX.toHexDigits((byte) next));
        }
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  /** A document that was written before. */
  private static String raw(JsonNode node) {
    if (node instanceof POJONode holder
        && holder.getPojo() instanceof RawValue raw
        && raw.rawValue() instanceof String document) {
      return document;
    }
    throw new IllegalArgumentException("a document has no node of this kind");
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    String name = parser.nextFieldName();
    while (name != null) {
      parser.nextToken();
      object.set(name, read(parser));
      name = parser.nextFieldName();
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  /** Beyond what a double holds it would come out as a word that is no JSON. */
  private static JsonNode fraction(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw new JsonParseException(parser, Json.TOO_LARGE);
    }
    return NODES.numberNode(value);
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
