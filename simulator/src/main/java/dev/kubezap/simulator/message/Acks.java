package dev.kubezap.simulator.message;

import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes the acknowledgements of devices. */
public final class Acks {
  private final World world;
  private final AcceptedMessages accepted;
  private final Violations violations;
  private final InstantSource clock;

  /** With the messages that acknowledgements may be for. */
  public Acks(World world, AcceptedMessages accepted, Violations violations, InstantSource clock) {
    this.world = world;
    this.accepted = accepted;
    this.violations = violations;
    this.clock = clock;
  }

  /** Handles an acknowledgement. */
  public void accept(Device sender, Node ack) {
    String kind = ack.attribute("class");
    String id = ack.attribute("id");
    String to = ack.attribute("to");
    if (kind.isEmpty() || id.isEmpty() || to.isEmpty()) {
      violations.add("ack-attributes", sender, ack.toString());
      return;
    }
    if (kind.equals("message")) {
      message(sender, ack, id);
      return;
    }
    String type = kind.equals("receipt") ? ack.attribute("type") : "";
    boolean ofGroup =
        kind.equals("receipt")
            && (to.endsWith("@" + Group.SERVER) || to.equals(StatusFanout.STATUS.toString()));
    String peer = ofGroup ? GroupReceipts.peer(to, ack.attribute("participant")) : to;
    PendingKey key = new PendingKey(kind, id, peer, type);
    Optional<Node> waiting = sender.mailbox().find(key);
    if (waiting.isEmpty()) {
      if (!sender.mailbox().wasDone(key)) {
        violations.add("ack-for-unknown-stanza", sender, ack.toString());
      }
      return;
    }
    checkEcho(sender, ack, waiting.get(), List.of("participant", "recipient", "type"));
    if (waiting.get().attribute("type").equals("privacy_token")) {
      waiting
          .get()
          .jid("from")
          .flatMap(world::account)
          .ifPresent(issuer -> sender.tokens().acknowledged(issuer.lid(), clock.instant()));
    }
    sender.mailbox().done(key);
  }

  private void message(Device sender, Node ack, String id) {
    // Messages of groups and of status are done by who wrote them.
    String peer =
        ack.jid(ack.has("participant") ? "participant" : "to").map(world::peer).orElse("");
    PendingKey key = PendingKey.message(id, peer);
    sender
        .mailbox()
        .find(key)
        .ifPresent(waiting -> checkEcho(sender, ack, waiting, List.of("participant", "recipient")));
    boolean known = accepted.find(peer, id).filter(m -> m.isFor(sender.toString())).isPresent();
    // A channel says more than once something under one id.
    if (!sender.mailbox().done(key) && !known && !sender.mailbox().wasDone(key)) {
      violations.add("ack-for-unknown-stanza", sender, ack.toString());
    }
  }

  private void checkEcho(Device sender, Node ack, Node stanza, List<String> attributes) {
    for (String name : attributes) {
      Optional<Jid> expected = stanza.jid(name);
      boolean equal =
          expected.isPresent()
              ? ack.jid(name).equals(expected)
              : ack.attribute(name).equals(stanza.attribute(name));
      if (!equal) {
        violations.add("ack-attributes", sender, name + " of " + stanza.tag() + ": " + ack);
      }
    }
  }
}
