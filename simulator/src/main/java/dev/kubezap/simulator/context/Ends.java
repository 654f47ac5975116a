package dev.kubezap.simulator.context;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.node.Node;
import java.util.Map;

/** The stanzas that end a connection. */
public final class Ends {
  private Ends() {}

  /** The phone has removed the companion. */
  public static Node deviceRemoved() {
    return Node.of("stream:error", Node.of("conflict").with("type", "device_removed"))
        .with("code", 401);
  }

  /** The same device connected elsewhere. */
  public static Node replaced() {
    return Node.of("stream:error", Node.of("conflict").with("type", "replaced"));
  }

  /** Any stream error. */
  public static Node streamError(FaultAction.StreamError error) {
    Node node = Node.of("stream:error");
    if (error.code() != 0) {
      node = node.with("code", error.code());
    }
    String conflict = error.conflict();
    return conflict == null ? node : node.plus(Node.of("conflict").with("type", conflict));
  }

  /** Any refused login. */
  public static Node failure(FaultAction.Failure failure) {
    Node node = Node.of("failure").with("reason", failure.reason()).with("location", "sim");
    Map<String, String> attributes = failure.attributes();
    if (attributes != null) {
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        node = node.with(attribute.getKey(), attribute.getValue());
      }
    }
    return node;
  }
}
