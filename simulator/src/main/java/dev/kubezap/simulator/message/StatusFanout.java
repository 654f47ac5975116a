package dev.kubezap.simulator.message;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.MessageInspector;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Messages to the status feed: they go to the devices that are handed their key, to no others. */
final class StatusFanout {
  /** The address of the feed. */
  static final Jid STATUS = new Jid("status", 0, "broadcast");

  private final World world;
  private final AcceptedMessages accepted;
  private final Violations violations;
  private final MessageInspector inspector;
  private final InstantSource clock;

  StatusFanout(
      World world,
      AcceptedMessages accepted,
      Violations violations,
      MessageInspector inspector,
      InstantSource clock) {
    this.world = world;
    this.accepted = accepted;
    this.violations = violations;
    this.inspector = inspector;
    this.clock = clock;
  }

  /** The acknowledgement, made of one without news. */
  Node accept(Device sender, Node message, Node ack) {
    String id = message.attribute("id");
    Optional<Node> shared = message.child("enc");
    if (shared.isEmpty()) {
      violations.add("message-without-enc", sender, id);
      return ack.with("error", 479);
    }
    Accepted record = accepted.accept(sender.account().phoneNumber(), STATUS.toString(), id);
    Optional<Jid> asking = message.jid("participant");
    if (asking.isPresent()) {
      asking
          .flatMap(world::device)
          .ifPresent(
              device -> {
                inspector.inspect(sender, device, message, shared.get());
                hand(sender, device, asking.get(), message, shared.get(), Optional.empty(), record);
              });
      return ack;
    }
    Map<Jid, Node> own = Fanout.addressed(message);
    if (own.isEmpty() || !shared.get().attribute("type").equals("skmsg")) {
      violations.add("status-form", sender, id + " with " + own.size() + " devices");
      return ack.with("error", 479);
    }
    inspector.senderKey(sender, STATUS, id, shared.get());
    own.forEach(
        (jid, enc) ->
            world
                .device(jid)
                .ifPresentOrElse(
                    device -> {
                      inspector.inspect(sender, device, message, enc);
                      hand(sender, device, jid, message, enc, shared, record);
                    },
                    () -> inspector.unknownDevice(sender, jid)));
    return ack;
  }

  private void hand(
      Device sender,
      Device receiver,
      Jid form,
      Node message,
      Node own,
      Optional<Node> shared,
      Accepted record) {
    boolean lid = form.isLid();
    Node stanza =
        Node.of("message", own)
            .with("from", STATUS)
            .with("participant", lid ? sender.lidJid() : sender.phoneNumberJid())
            .with("id", record.id())
            .with("type", message.attribute("type"))
            .with("t", clock.instant().getEpochSecond())
            .with(
                lid ? "participant_pn" : "participant_lid",
                lid ? sender.account().phoneNumberJid() : sender.account().lidJid())
            .with("notify", sender.account().pushName())
            .withNonEmpty("edit", message.attribute("edit"));
    if (own.attribute("type").equals("pkmsg")) {
      stanza = stanza.plus(message.all("device-identity"));
    }
    record.delivery(receiver.toString()).addCopy();
    receiver
        .mailbox()
        .push(
            PendingKey.message(record.id(), sender.account().phoneNumber()),
            stanza.plus(shared.stream().toList()).plus(message.all("meta")));
  }
}
