package dev.kubezap.whatsapp.node;

import java.util.Set;

/** The form of a node in logs: short, and without contents. */
final class NodeText {

  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_VALUE = 80;

  // Credentials of the media servers, and what people call themselves.
  private static final Set<String> HIDDEN = Set.of("auth", "token", "notify", "display_name");

  private NodeText() {}

  static String of(Node node) {
    StringBuilder text = new StringBuilder();
    append(text, node);
    return text.toString();
  }

  private static void append(StringBuilder text, Node node) {
    if (text.length() > MAX_LENGTH) {
      // Written once: the callers further up see the same length and stop too.
      if (text.charAt(text.length() - 1) != '…') {
        text.append('…');
      }
      return;
    }
    text.append('<').append(node.tag());
    node.attributes()
        .forEach(
            (name, value) ->
                text.append(' ').append(name).append("=\"").append(shown(name, value)).append('"'));
    switch (node.content()) {
      case NodeContent.None _ -> text.append("/>");
      case NodeContent.Bytes bytes -> text.append('>').append(bytes).append("</>");
      case NodeContent.Text content -> text.append('>').append(content).append("</>");
      case NodeContent.Children(var children) -> {
        text.append('>');
        children.forEach(child -> append(text, child));
        text.append("</>");
      }
    }
  }

  private static String shown(String name, String value) {
    if (HIDDEN.contains(name)) {
      return "…";
    }
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + '…';
  }
}
