package dev.kubezap.simulator.message;

import dev.kubezap.simulator.context.DeviceHash;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.MessageInspector;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages to groups: the ciphertext of the sender's key goes to every device of every
 * participant, and each device gets what is encrypted for it alone.
 */
final class GroupFanout {
  private final World world;
  private final Groups groups;
  private final AcceptedMessages accepted;
  private final Violations violations;
  private final MessageInspector inspector;
  private final InstantSource clock;

  GroupFanout(
      World world,
      Groups groups,
      AcceptedMessages accepted,
      Violations violations,
      MessageInspector inspector,
      InstantSource clock) {
    this.world = world;
    this.groups = groups;
    this.accepted = accepted;
    this.violations = violations;
    this.inspector = inspector;
    this.clock = clock;
  }

  /** The acknowledgement, made of one without news. */
  Node accept(Device sender, Node message, Jid to, Node ack) {
    Group group = groups.find(to).orElse(null);
    int error = error(sender, message, group);
    if (group == null || error != 0) {
      return ack.with("error", error);
    }
    Map<Jid, Node> own = Fanout.addressed(message);
    String id = message.attribute("id");
    if (own.keySet().stream().anyMatch(jid -> jid.isLid() != group.lid())) {
      violations.add("mixed-namespaces", sender, id);
      return ack.with("error", 421);
    }
    Optional<Node> shared = message.child("enc");
    if (shared.isEmpty()) {
      violations.add("message-without-enc", sender, id);
      return ack.with("error", 479);
    }
    inspect(sender, message, own);
    Accepted record = accepted.accept(sender.account().phoneNumber(), group.jid().toString(), id);
    if (message.has("participant")) {
      return again(sender, group, message, shared.get(), record, ack);
    }
    if (!shared.get().attribute("type").equals("skmsg")) {
      violations.add("enc-type", sender, id + " to a group: " + shared.get());
      return ack.with("error", 479);
    }
    inspector.senderKey(sender, group.jid(), id, shared.get());
    List<Device> devices = group.devices();
    for (Device device : devices) {
      if (device != sender) {
        hand(sender, device, group, message, own.get(group.jidOf(device)), shared, record);
      }
    }
    String hash = DeviceHash.of(devices.stream().map(group::jidOf).toList());
    boolean stale = message.has("phash") && !message.attribute("phash").equals(hash);
    return stale ? ack.with("phash", hash) : ack;
  }

  private static int error(Device sender, Node message, @Nullable Group group) {
    if (group == null) {
      return 404;
    }
    if (!group.has(sender.account())) {
      return 403;
    }
    if (group.settings().announce() && !group.isAdmin(sender.account())) {
      return 405;
    }
    String mode = message.attribute("addressing_mode");
    return (mode.isEmpty() ? "pn" : mode).equals(group.addressingMode()) ? 0 : 421;
  }

  /** Who is in the group no longer is passed over: the sender may not know yet. */
  private void inspect(Device sender, Node message, Map<Jid, Node> own) {
    own.forEach(
        (jid, enc) ->
            world
                .device(jid)
                .ifPresentOrElse(
                    device -> inspector.inspect(sender, device, message, enc),
                    () -> inspector.unknownDevice(sender, jid)));
  }

  /** A message that one device asked for again: all of it is encrypted for that device. */
  private Node again(
      Device sender, Group group, Node message, Node enc, Accepted record, Node ack) {
    Device device =
        message
            .jid("participant")
            .flatMap(world::device)
            .filter(found -> group.has(found.account()))
            .orElse(null);
    if (device == null) {
      return ack.with("error", 404);
    }
    inspector.inspect(sender, device, message, enc);
    hand(sender, device, group, message, enc, Optional.empty(), record);
    return ack;
  }

  private void hand(
      Device sender,
      Device receiver,
      Group group,
      Node message,
      @Nullable Node own,
      Optional<Node> shared,
      Accepted record) {
    Node stanza =
        Node.of("message")
            .with("from", group.jid())
            .with("participant", group.jidOf(sender))
            .with("id", record.id())
            .with("type", message.attribute("type"))
            .with("t", clock.instant().getEpochSecond())
            .with("addressing_mode", group.addressingMode())
            .with("notify", sender.shownName())
            .withNonEmpty("edit", message.attribute("edit"));
    stanza = group.withOther(stanza, sender.account(), "participant_pn", "participant_lid");
    if (own != null) {
      stanza = stanza.plus(own);
      if (own.attribute("type").equals("pkmsg")) {
        stanza = stanza.plus(message.all("device-identity"));
      }
    }
    stanza = stanza.plus(shared.stream().toList()).plus(message.all("meta"));
    record.delivery(receiver.toString()).addCopy();
    receiver
        .mailbox()
        .push(PendingKey.message(record.id(), sender.account().phoneNumber()), stanza);
  }
}
