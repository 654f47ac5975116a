package dev.kubezap.whatsapp.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.util.HashMap;
import java.util.Map;

/** Any plaintext of a frame; what can be read comes back the same after it is written. */
public final class NodeFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) throws Exception {
    Node node;
    try {
      node = NodeDecoder.decode(input);
    } catch (NodeFormatException declared) {
      return;
    }
    requireSame(node, NodeDecoder.decode(NodeEncoder.encode(node)));
    assertThat(node.toString()).isNotEmpty();
  }

  /**
   * A text that is no word of the dictionary is written as bytes, and the first device of an
   * account as the account: both say the same.
   */
  private static void requireSame(Node expected, Node actual) {
    assertThat(shortened(actual.tag())).isEqualTo(shortened(expected.tag()));
    assertThat(shortened(actual.attributes())).isEqualTo(shortened(expected.attributes()));
    assertThat(actual.text().map(NodeFuzz::shortened))
        .isEqualTo(expected.text().map(NodeFuzz::shortened));
    assertThat(actual.children()).hasSameSizeAs(expected.children());
    for (int i = 0; i < expected.children().size(); i++) {
      requireSame(expected.children().get(i), actual.children().get(i));
    }
  }

  private static Map<String, String> shortened(Map<String, String> attributes) {
    Map<String, String> same = new HashMap<>();
    attributes.forEach((name, value) -> same.put(shortened(name), shortened(value)));
    return same;
  }

  private static String shortened(String text) {
    return text.replace(":0@", "@");
  }
}
