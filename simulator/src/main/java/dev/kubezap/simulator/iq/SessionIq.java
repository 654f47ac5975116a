package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Requests about the connection itself: ping, passive and active, properties, statistics. */
public final class SessionIq implements IqHandler {
  @Override
  public List<String> namespaces() {
    return List.of(
        "passive",
        "w:p",
        "abt",
        "w",
        "w:stats",
        "urn:xmpp:whatsapp:dirty",
        "urn:xmpp:whatsapp:push",
        "tos");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    return switch (iq.attribute("xmlns")) {
      case "abt" -> List.of(properties(sender));
      case "w" ->
          List.of(Node.of("props", Node.of("prop").with("name", "media").with("value", "16384")));
      case "passive" -> {
        if (iq.child("active").isEmpty() && iq.child("passive").isEmpty()) {
          throw IqException.of(400);
        }
        yield List.of();
      }
      default -> List.of();
    };
  }

  /** The property that gates LID addressing (9435) follows the account. */
  private static Node properties(Device sender) {
    boolean migrated = sender.account().addressing() != Addressing.PHONE_NUMBER;
    return Node.of("props", property(9435, migrated ? "1" : "0"), property(865, "604800"))
        .plus(property(909, "4"))
        .with("protocol", 1)
        .with("ab_key", "simulator")
        .with("hash", "simulator-1")
        .with("refresh", 86_400)
        .with("refresh_id", 1);
  }

  private static Node property(int code, String value) {
    return Node.of("prop").with("config_code", code).with("config_value", value);
  }
}
