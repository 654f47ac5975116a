package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Answers the requests of one namespace. Called with the world's lock held. */
public interface IqHandler {
  /** The namespaces that it answers. */
  List<String> namespaces();

  /** The children of the result; throws {@link IqException} for an error. */
  List<Node> answer(Device sender, Node iq);
}
