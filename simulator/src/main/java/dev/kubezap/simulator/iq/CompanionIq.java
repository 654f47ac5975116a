package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Device;
import java.time.Duration;
import java.util.List;

/** A linked companion's requests about companions: it logs itself out. */
public final class CompanionIq implements IqHandler {
  private final ServerContext context;

  /** Of a server. */
  public CompanionIq(ServerContext context) {
    this.context = context;
  }

  @Override
  public List<String> namespaces() {
    return List.of("md");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Node remove = iq.child("remove-companion-device").orElseThrow(() -> IqException.of(400));
    Jid jid = remove.jid("jid").orElseThrow(() -> IqException.of(400));
    Device device =
        context
            .world()
            .device(jid)
            .filter(d -> d.account() == sender.account() && d.id() != 0)
            .orElseThrow(() -> IqException.of(404));
    // After the result, which leaves first.
    context.after(Duration.ZERO, () -> context.remove(device));
    return List.of();
  }
}
