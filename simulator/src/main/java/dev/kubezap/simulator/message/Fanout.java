package dev.kubezap.simulator.message;

import dev.kubezap.simulator.channel.Channel;
import dev.kubezap.simulator.channel.Channels;
import dev.kubezap.simulator.context.DeviceHash;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.MessageInspector;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes messages of devices and hands each ciphertext to its device. */
public final class Fanout {
  private final World world;
  private final AcceptedMessages accepted;
  private final Violations violations;
  private final MessageInspector inspector;
  private final InstantSource clock;

  private final GroupFanout groups;
  private final Channels channels;
  private final StatusFanout statuses;

  /** With the messages that it adds to. */
  public Fanout(
      World world,
      Groups groups,
      Channels channels,
      AcceptedMessages accepted,
      Violations violations,
      MessageInspector inspector,
      InstantSource clock) {
    this.world = world;
    this.accepted = accepted;
    this.violations = violations;
    this.inspector = inspector;
    this.clock = clock;
    this.channels = channels;
    statuses = new StatusFanout(world, accepted, violations, inspector, clock);
    this.groups = new GroupFanout(world, groups, accepted, violations, inspector, clock);
  }

  /**
   * Handles a message and acknowledges it.
   *
   * @param error refuses a message that is right in itself; 0 for none
   * @param extra more attributes of the acknowledgement
   */
  public void accept(Device sender, Node message, int error, Map<String, String> extra) {
    if (error != 0) {
      sender.mailbox().send(with(ack(message), extra).with("error", error));
      return;
    }
    String id = message.attribute("id");
    Jid to = message.jid("to").orElse(Jid.SERVER);
    if (id.isEmpty() || message.attribute("type").isEmpty() || to.user().isEmpty()) {
      violations.add("message-attributes", sender, message.without("to").toString());
      reject(sender, message, 479);
      return;
    }
    if (to.server().equals(Group.SERVER)) {
      sender.mailbox().send(groups.accept(sender, message, to, with(ack(message), extra)));
      return;
    }
    if (to.equals(StatusFanout.STATUS)) {
      sender.mailbox().send(statuses.accept(sender, message, with(ack(message), extra)));
      return;
    }
    if (to.server().equals(Channel.SERVER)) {
      sender.mailbox().send(channels.accept(sender, message, to, with(ack(message), extra)));
      return;
    }
    Account chat = world.account(to).orElse(null);
    if (chat == null) {
      reject(sender, message, 404);
      return;
    }
    Map<Jid, Node> ciphertexts = ciphertexts(sender, message, to);
    if (ciphertexts.isEmpty()) {
      violations.add("message-without-enc", sender, id);
      reject(sender, message, 479);
      return;
    }
    boolean peer = message.attribute("category").equals("peer");
    if (!peer && !addressingAllowed(sender, chat, to, ciphertexts.keySet(), id)) {
      reject(sender, message, 400);
      return;
    }
    if (!peer && sender.id() != 0 && chat != sender.account()) {
      token(sender, chat, message, id);
    }
    Node ack = with(ack(message), extra);
    boolean fanout = !peer && !message.attribute("device_fanout").equals("false");
    Set<Jid> expected = fanout ? expected(sender, chat, to) : Set.of();
    if (fanout && !ciphertexts.keySet().containsAll(expected)) {
      Set<Jid> all = new HashSet<>(expected);
      all.add(sender.jidLike(to));
      ack = ack.with("phash", DeviceHash.of(all));
    }
    sender.mailbox().send(ack);
    Account other = message.jid("recipient").flatMap(world::account).orElse(chat);
    Accepted record = accepted.accept(sender.account().phoneNumber(), other.phoneNumber(), id);
    ciphertexts.forEach(
        (jid, enc) ->
            world
                .device(jid)
                .ifPresent(device -> hand(sender, device, other, message, to, enc, record)));
  }

  /** Whoever was given a token sends it with every message to that account. */
  private void token(Device sender, Account chat, Node message, String id) {
    Node token = message.child("tctoken").orElse(null);
    if (token == null && sender.tokens().isDue(chat.lid(), clock.instant())) {
      violations.add("tctoken-missing", sender, id);
    } else if (token != null && !sender.tokens().isOf(chat.lid(), token.content())) {
      violations.add("tctoken-wrong", sender, id);
    }
  }

  /** The ciphertext of each addressed device; inspects them too. */
  private Map<Jid, Node> ciphertexts(Device sender, Node message, Jid to) {
    Map<Jid, Node> found = addressed(message);
    if (found.isEmpty()) {
      message.child("enc").ifPresent(enc -> found.put(to, enc));
    }
    found.forEach(
        (jid, enc) ->
            world
                .device(jid)
                .ifPresentOrElse(
                    device -> inspector.inspect(sender, device, message, enc),
                    () -> inspector.unknownDevice(sender, jid)));
    return found;
  }

  /** What stands in {@code participants}. */
  static Map<Jid, Node> addressed(Node message) {
    Map<Jid, Node> found = new LinkedHashMap<>();
    for (Node entry : message.child("participants").orElse(Node.of("none")).all("to")) {
      entry.jid("jid").ifPresent(jid -> entry.child("enc").ifPresent(enc -> found.put(jid, enc)));
    }
    return found;
  }

  private boolean addressingAllowed(
      Device sender, Account chat, Jid to, Set<Jid> devices, String id) {
    if (devices.stream().anyMatch(jid -> jid.isLid() != to.isLid())) {
      violations.add("mixed-namespaces", sender, id);
      return false;
    }
    Addressing refused = to.isLid() ? Addressing.PHONE_NUMBER : Addressing.LID;
    return sender.account().addressing() != refused && chat.addressing() != refused;
  }

  private static Set<Jid> expected(Device sender, Account chat, Jid to) {
    Set<Device> devices = new HashSet<>(chat.devices());
    devices.addAll(sender.account().devices());
    devices.remove(sender);
    return devices.stream().map(device -> device.jidLike(to)).collect(Collectors.toSet());
  }

  private void hand(
      Device sender,
      Device receiver,
      Account chat,
      Node message,
      Jid form,
      Node enc,
      Accepted record) {
    if (receiver == sender) {
      violations.add("message-to-itself", sender, record.id());
      return;
    }
    Account from = sender.account();
    boolean peer = message.attribute("category").equals("peer");
    Jid fromJid = sender.jidLike(form);
    Node stanza =
        Node.of("message")
            .with("from", fromJid)
            .with("id", record.id())
            .with("type", message.attribute("type"))
            .with("t", clock.instant().getEpochSecond())
            .withNonEmpty("edit", message.attribute("edit"))
            .withNonEmpty("category", message.attribute("category"));
    if (peer) {
      stanza = stanza.with("from", sender.phoneNumberJid());
    } else if (receiver.account() == from) {
      Jid chatJid = chat.jidLike(form);
      stanza =
          stanza
              .with("notify", sender.shownName())
              .with("recipient", chatJid)
              .with(
                  form.isLid() ? "peer_recipient_pn" : "peer_recipient_lid",
                  form.isLid() ? chat.phoneNumberJid() : chat.lidJid());
    } else {
      stanza =
          stanza
              .with("notify", sender.shownName())
              .with(
                  form.isLid() ? "sender_pn" : "sender_lid",
                  form.isLid() ? from.phoneNumberJid() : from.lidJid());
    }
    stanza = stanza.plus(enc);
    Optional<Bytes> name = peer ? Optional.empty() : from.verifiedName();
    if (name.isPresent()) {
      stanza = stanza.plus(Node.of("verified_name", name.get()).with("v", "2"));
    }
    if (enc.attribute("type").equals("pkmsg")) {
      stanza = stanza.plus(message.all("device-identity"));
    }
    stanza = stanza.plus(message.all("meta"));
    record.delivery(receiver.toString()).addCopy();
    receiver.mailbox().push(PendingKey.message(record.id(), from.phoneNumber()), stanza);
  }

  private Node ack(Node message) {
    return Node.of("ack")
        .with("class", "message")
        .with("id", message.attribute("id"))
        .with("from", message.attribute("to"))
        .withNonEmpty("participant", message.attribute("participant"))
        .withNonEmpty("recipient", message.attribute("recipient"))
        .with("t", clock.instant().getEpochSecond());
  }

  private static Node with(Node ack, Map<String, String> extra) {
    Node more = ack;
    for (Map.Entry<String, String> attribute : extra.entrySet()) {
      more = more.with(attribute.getKey(), attribute.getValue());
    }
    return more;
  }

  private void reject(Device sender, Node message, int error) {
    sender.mailbox().send(ack(message).with("error", error));
  }
}
