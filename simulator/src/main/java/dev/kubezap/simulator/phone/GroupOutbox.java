package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.proto.SenderKeyHandout;
import dev.kubezap.simulator.signal.SenderKeys;
import dev.kubezap.simulator.world.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a phone writes to groups. Used by the phone's thread only. */
final class GroupOutbox {
  private final Device phone;
  private final SenderKeys keys;
  private final Encryptor encryptor;
  private final ServerPort server;
  private final Map<String, Sent> sent = new HashMap<>();

  GroupOutbox(Device phone, SenderKeys keys, Encryptor encryptor, ServerPort server) {
    this.phone = phone;
    this.keys = keys;
    this.encryptor = encryptor;
    this.server = server;
  }

  private record Sent(Message message, PhoneContent content, String mode) {}

  /** Sends a message to all devices of all participants. */
  void send(String id, Jid group, Message message, PhoneContent content) {
    Node answer =
        server.query(
            phone,
            encryptor
                .request("get", "w:g2", Node.of("query").with("request", "interactive"))
                .with("to", group));
    Node told =
        answer.child("group").orElseThrow(() -> new IllegalArgumentException("refused: " + answer));
    Jid[] accounts =
        told.all("participant").stream()
            .flatMap(one -> one.jid("jid").stream())
            .toArray(Jid[]::new);
    List<Jid> devices = encryptor.devices(accounts);
    String name = group.toString();
    Set<String> present = new HashSet<>();
    devices.forEach(device -> present.add(device.toString()));
    if (!present.containsAll(keys.holders(name))) {
      keys.renew(name);
    }
    List<Node> recipients = new ArrayList<>();
    for (Jid device : devices) {
      if (keys.holders(name).add(device.toString())) {
        encryptor
            .encrypt(device, handout(group, Message.getDefaultInstance()))
            .ifPresent(enc -> recipients.add(Node.of("to", enc).with("jid", device)));
      }
    }
    String mode = told.attribute("addressing_mode");
    sent.put(id, new Sent(message, content, mode));
    Node stanza = stanza(id, group, content, mode);
    if (!recipients.isEmpty()) {
      stanza = stanza.plus(Node.of("participants").plus(recipients));
    }
    Bytes body = keys.encrypt(name, encryptor.padded(message));
    Node enc =
        Node.of("enc", body)
            .with("v", 2)
            .with("type", "skmsg")
            .withNonEmpty("mediatype", content.mediaType());
    server.submit(phone, stanza.plus(enc));
  }

  private static Node stanza(String id, Jid group, PhoneContent content, String mode) {
    return Node.of("message")
        .with("to", group)
        .with("id", id)
        .with("type", content.stanzaType())
        .with("addressing_mode", mode)
        .withNonEmpty("edit", content.edit());
  }

  /** The message with this phone's key of the group as it is now. */
  private Message handout(Jid group, Message message) {
    return message.toBuilder()
        .setSenderKeyDistributionMessage(
            SenderKeyHandout.newBuilder()
                .setGroupId(group.toString())
                .setAxolotlSenderKeyDistributionMessage(keys.handout(group.toString()).toProto()))
        .build();
  }

  /** Answers a retry receipt of one device. */
  void resend(Jid group, Jid device, Node receipt) {
    Sent before = sent.get(receipt.attribute("id"));
    if (before == null) {
      return;
    }
    encryptor.renew(device, receipt);
    String count = receipt.child("retry").map(r -> r.attribute("count")).orElse("1");
    encryptor
        .encrypt(device, handout(group, before.message))
        .map(enc -> enc.with("count", count))
        .map(enc -> enc.withNonEmpty("mediatype", before.content.mediaType()))
        .ifPresent(
            enc ->
                server.submit(
                    phone,
                    stanza(receipt.attribute("id"), group, before.content, before.mode)
                        .with("participant", device)
                        .plus(enc)));
  }
}
