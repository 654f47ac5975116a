package dev.kubezap.simulator.message;

import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.MessageInspector;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes receipts of devices, acknowledges them and passes them on. */
public final class Receipts {
  /** Receipts that a device gives for a message which it was sent. */
  private static final Set<String> OWN_COPY = Set.of("sender", "read-self", "played-self");

  private static final Set<String> TYPES =
      Set.of(
          "",
          "inactive",
          "read",
          "played",
          "read-self",
          "played-self",
          "sender",
          "peer_msg",
          "hist_sync",
          "retry",
          "server-error");

  private final World world;
  private final Groups groups;
  private final GroupReceipts groupReceipts;
  private final AcceptedMessages accepted;
  private final Violations violations;
  private final MessageInspector inspector;
  private final InstantSource clock;

  /** With the messages that receipts are for. */
  public Receipts(
      World world,
      Groups groups,
      AcceptedMessages accepted,
      Violations violations,
      MessageInspector inspector,
      InstantSource clock) {
    this.world = world;
    this.groups = groups;
    groupReceipts = new GroupReceipts(clock);
    this.accepted = accepted;
    this.violations = violations;
    this.inspector = inspector;
    this.clock = clock;
  }

  /** Handles a receipt. */
  public void accept(Device sender, Node receipt) {
    String type = receipt.attribute("type");
    Jid to = receipt.jid("to").orElse(Jid.SERVER);
    String id = receipt.attribute("id");
    if (id.isEmpty() || to.user().isEmpty() || !TYPES.contains(type)) {
      violations.add("receipt-form", sender, receipt.toString());
      return;
    }
    sender
        .mailbox()
        .send(
            Node.of("ack")
                .with("class", "receipt")
                .with("id", id)
                .with("from", receipt.attribute("to"))
                .withNonEmpty("participant", receipt.attribute("participant"))
                .withNonEmpty("recipient", receipt.attribute("recipient"))
                .withNonEmpty("type", type)
                .with("t", clock.instant().getEpochSecond()));
    if (to.server().equals(Group.SERVER)) {
      acceptOfGroup(
          sender, receipt, type, groups.find(to).map(GroupReceipts.Shared::of).orElse(null));
      return;
    }
    if (to.equals(StatusFanout.STATUS)) {
      boolean lid = receipt.jid("participant").filter(Jid::isLid).isPresent();
      acceptOfGroup(sender, receipt, type, new GroupReceipts.Shared(to, lid));
      return;
    }
    Account peer = world.account(to).orElse(null);
    if (peer == null) {
      violations.add("receipt-to-unknown", sender, receipt.toString());
      return;
    }
    List<String> ids = ids(receipt);
    if (type.equals("server-error")) {
      askForFile(sender, peer, receipt);
      forward(sender, peer, to, receipt, type, ids);
      return;
    }
    for (String each : ids) {
      settle(sender, peer, receipt, type, each);
    }
    forward(sender, peer, to, receipt, type, ids);
  }

  /** A receipt names the group and who wrote the message; the group may be left meanwhile. */
  private void acceptOfGroup(
      Device sender, Node receipt, String type, GroupReceipts.@Nullable Shared group) {
    Jid participant = receipt.jid("participant").orElse(Jid.SERVER);
    Account author = world.account(participant).orElse(null);
    if (group == null || author == null) {
      violations.add("receipt-to-unknown", sender, receipt.toString());
      return;
    }
    List<String> ids = ids(receipt);
    ids.forEach(id -> settle(sender, author, receipt, type, id));
    List<Device> asked =
        groupReceipts.forward(sender, group, author, participant.device(), receipt, type);
    if (type.equals("retry")) {
      asked.forEach(device -> ids.forEach(id -> inspector.retryAsked(device, sender, id)));
    }
  }

  /** Only the own phone is asked for files. */
  private void askForFile(Device sender, Account peer, Node receipt) {
    Node encrypted = receipt.child("encrypt").orElse(Node.of("encrypt"));
    boolean whole =
        encrypted.childData("enc_p").size() > 16
            && encrypted.childData("enc_iv").size() == 12
            && receipt.child("rmr").filter(rmr -> rmr.has("jid") && rmr.has("from_me")).isPresent();
    if (peer != sender.account() || !whole) {
      violations.add("media-retry-form", sender, receipt.toString());
    }
  }

  private static List<String> ids(Node receipt) {
    List<String> ids = new ArrayList<>(List.of(receipt.attribute("id")));
    receipt
        .child("list")
        .ifPresent(list -> list.all("item").forEach(item -> ids.add(item.attribute("id"))));
    return ids;
  }

  private void settle(Device sender, Account peer, Node receipt, String type, String id) {
    sender.mailbox().done(PendingKey.message(id, peer.phoneNumber()));
    if (type.equals("read-self") || type.equals("played-self")) {
      return;
    }
    Accepted message = accepted.find(peer.phoneNumber(), id).orElse(null);
    if (message == null || !message.isFor(sender.toString())) {
      violations.add("receipt-for-unknown-stanza", sender, type + " " + id + " of " + peer);
      return;
    }
    Set<String> before = message.delivery(sender.toString()).receipts();
    if (type.equals("hist_sync") && !before.contains("peer_msg")) {
      violations.add("receipt-order", sender, "hist_sync before peer_msg for " + id);
    }
    before.add(type.isEmpty() ? "delivered" : type);
    boolean own = peer == sender.account();
    boolean ownType =
        OWN_COPY.contains(type) || type.equals("peer_msg") || type.equals("hist_sync");
    if (own != ownType && !type.equals("retry")) {
      violations.add("receipt-type", sender, receipt.toString());
    }
    if (type.equals("retry")) {
      retryForm(sender, receipt);
    }
  }

  private void retryForm(Device sender, Node receipt) {
    Node retry = receipt.child("retry").orElse(Node.of("retry"));
    String count = retry.attribute("count");
    boolean complete =
        retry.attribute("id").equals(receipt.attribute("id"))
            && count.matches("[1-9]")
            && retry.attribute("v").equals("1")
            && retry.has("t")
            && receipt.childData("registration").toNumber() == sender.keys().registrationId();
    if (!complete) {
      violations.add("retry-receipt-form", sender, receipt.toString());
    }
    if (count.matches("[6-9]")) {
      violations.add("retry-count", sender, "more than 5 for " + receipt.attribute("id"));
    }
    receipt
        .child("keys")
        .ifPresent(
            keys -> {
              Node oneTime = keys.child("key").orElse(Node.of("key"));
              sender
                  .keys()
                  .handOut((int) oneTime.childData("id").toNumber(), oneTime.childData("value"));
              boolean whole =
                  keys.childData("identity").equals(sender.keys().identity())
                      && keys.child("skey").isPresent()
                      && keys.child("key").isPresent()
                      && (sender.id() == 0 || keys.child("device-identity").isPresent());
              if (!whole) {
                violations.add("retry-keys-form", sender, keys.toString());
              }
            });
  }

  private void forward(
      Device sender, Account peer, Jid to, Node receipt, String type, List<String> ids) {
    Node stanza =
        Node.of("receipt")
            .with("from", sender.jidLike(to))
            .with("id", receipt.attribute("id"))
            .withNonEmpty("type", type)
            .with("t", clock.instant().getEpochSecond())
            .withNonEmpty("recipient", receipt.attribute("recipient"))
            .plus(receipt.children());
    switch (type) {
      case "server-error" -> peer.device(0).ifPresent(phone -> push(phone, stanza));
      case "retry" ->
          peer.device(to.device())
              .filter(device -> device != sender)
              .ifPresent(
                  device -> {
                    ids.forEach(id -> inspector.retryAsked(device, sender, id));
                    push(device, stanza);
                  });
      case "peer_msg", "hist_sync" -> {}
      case "sender" ->
          peer.device(to.device())
              .filter(device -> device != sender)
              .ifPresent(device -> push(device, stanza));
      case "read-self", "played-self" ->
          peer.devices().stream()
              .filter(device -> device != sender)
              .forEach(device -> push(device, stanza));
      default -> peer.devices().forEach(device -> push(device, stanza));
    }
  }

  private static void push(Device device, Node stanza) {
    PendingKey key =
        new PendingKey(
            "receipt", stanza.attribute("id"), stanza.attribute("from"), stanza.attribute("type"));
    device.mailbox().push(key, stanza);
  }
}
