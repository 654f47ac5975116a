package dev.kubezap.whatsapp.node;

import com.google.protobuf.ByteString;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Reads {@code node-vectors.xml}, which generate-vectors.mjs wrote with another client's codec. */
final class NodeVectors {

  /** One case; without a node the bytes must be refused. */
  record Vector(String name, String expect, String hex, Optional<Node> node) {
    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private NodeVectors() {}

  static List<Vector> read(String kind) throws Exception {
    try (InputStream xml =
        Objects.requireNonNull(NodeVectors.class.getResourceAsStream("node-vectors.xml"))) {
      Element root =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml).getDocumentElement();
      List<Vector> vectors = new ArrayList<>();
      for (Element vector : children(root)) {
        if (vector.getTagName().equals(kind)) {
          vectors.add(
              new Vector(
                  vector.getAttribute("name"),
                  vector.getAttribute("expect"),
                  vector.getAttribute("hex"),
                  children(vector).stream().findFirst().map(NodeVectors::node)));
        }
      }
      return vectors;
    }
  }

  private static Node node(Element element) {
    Map<String, String> attributes = new LinkedHashMap<>();
    NodeContent content = new NodeContent.None();
    for (Element part : children(element)) {
      switch (part.getTagName()) {
        case "a" -> attributes.put(part.getAttribute("k"), part.getAttribute("v"));
        case "t" -> content = new NodeContent.Text(part.getAttribute("v"));
        case "b" ->
            content =
                new NodeContent.Bytes(
                    ByteString.copyFrom(HexFormat.of().parseHex(part.getTextContent())));
        case "l" ->
            content =
                new NodeContent.Children(children(part).stream().map(NodeVectors::node).toList());
        default -> throw new IllegalStateException(part.getTagName());
      }
    }
    return new Node(element.getAttribute("tag"), attributes, content);
  }

  private static List<Element> children(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
