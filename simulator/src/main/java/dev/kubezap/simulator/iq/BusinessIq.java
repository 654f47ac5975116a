package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What businesses say of themselves. */
public final class BusinessIq implements IqHandler {
  private final Map<String, Node> profiles = new HashMap<>();

  @Override
  public List<String> namespaces() {
    return List.of("w:biz");
  }

  /** A business says this of itself: the children of its profile. */
  public void set(Jid account, List<Node> said) {
    profiles.put(account.toString(), Node.of("profile").with("jid", account).plus(said));
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Jid asked =
        iq.child("business_profile")
            .filter(all -> all.attribute("v").equals("244"))
            .flatMap(all -> all.child("profile"))
            .flatMap(profile -> profile.jid("jid"))
            .orElseThrow(() -> IqException.of(400));
    Node answer = Node.of("business_profile").with("v", "244");
    Node profile = profiles.get(asked.toString());
    return List.of(profile == null ? answer : answer.plus(profile));
  }
}
