package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the handler of a request and makes the answer. */
public final class IqRouter {
  private final Map<String, IqHandler> handlers = new HashMap<>();
  private final Violations violations;

  /** With all handlers. */
  public IqRouter(List<IqHandler> all, Violations violations) {
    this.violations = violations;
    all.forEach(
        handler -> handler.namespaces().forEach(namespace -> handlers.put(namespace, handler)));
  }

  /** The answer to a request. */
  public Node answer(Device sender, Node iq) {
    String id = iq.attribute("id");
    String type = iq.attribute("type");
    if (id.isEmpty()) {
      violations.add("iq-without-id", sender, iq.toString());
    }
    // Statistics are sent without a type by some clients.
    if (!type.equals("get") && !type.equals("set") && !iq.attribute("xmlns").equals("w:stats")) {
      violations.add("iq-type", sender, "type " + type + " in " + iq.tag() + " " + id);
    }
    try {
      IqHandler handler = handlers.get(iq.attribute("xmlns"));
      if (handler == null) {
        throw IqException.of(501);
      }
      return result(iq).plus(handler.answer(sender, iq));
    } catch (IqException e) {
      return result(iq).with("type", "error").plus(e.toNode());
    }
  }

  /** An empty result for a request. */
  public static Node result(Node iq) {
    String to = iq.attribute("to");
    return Node.of("iq")
        .with("from", to.isEmpty() ? Jid.SERVER.toString() : to)
        .with("type", "result")
        .with("id", iq.attribute("id"));
  }
}
