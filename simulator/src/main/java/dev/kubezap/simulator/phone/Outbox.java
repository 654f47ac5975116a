package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.DeviceSentMessage;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.SenderKeys;
import dev.kubezap.simulator.signal.SignalAddress;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.signal.WireMessages;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a phone sends, and sends again when asked. Used by the phone's thread only. */
final class Outbox {
  private static final int KEPT = 10_000;

  private final Device phone;
  private final SignalStore store;
  private final Encryptor encryptor;
  private final ServerPort server;
  private final MessageLog log;
  private final SecureRandom random;
  private final InstantSource clock;
  private final GroupOutbox groups;
  private final Map<String, Sent> sent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > KEPT;
        }
      };

  Outbox(
      Device phone,
      SignalStore store,
      Encryptor encryptor,
      ServerPort server,
      MessageLog log,
      SecureRandom random,
      InstantSource clock,
      SenderKeys keys) {
    this.phone = phone;
    this.store = store;
    this.encryptor = encryptor;
    this.server = server;
    this.log = log;
    this.random = random;
    this.clock = clock;
    groups = new GroupOutbox(phone, keys, encryptor, server);
  }

  private final Set<String> trusted = new HashSet<>();

  private record Sent(
      Jid chat, Message message, PhoneContent content, boolean peer, Spoiling spoiling) {}

  /** Gives an account our token after the first message to it. */
  private void trust(Account to) {
    Node token =
        Node.of("token")
            .with("jid", to.phoneNumberJid())
            .with("t", clock.instant().getEpochSecond())
            .with("type", "trusted_contact");
    server.query(phone, encryptor.request("set", "privacy", Node.of("tokens", token)));
  }

  /** Sends a message to a group. */
  String sendToGroup(Jid group, PhoneContent content) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    Message message = content.withSecret(Bytes.of(secret));
    String id = newId();
    log.add(
        new PhoneMessage(
            id,
            PhoneMessage.Direction.OUT,
            group.toString(),
            phone.toString(),
            PhoneMessage.text(message),
            PhoneMessage.otherThanText(message),
            clock.instant(),
            0,
            0,
            true));
    groups.send(id, group, message, content);
    return id;
  }

  String newId() {
    byte[] bytes = new byte[9];
    random.nextBytes(bytes);
    return "3A" + Bytes.of(bytes).toHex().toUpperCase(Locale.ROOT);
  }

  /** Sends a message; receivers of spoiled ciphertexts ask again. */
  String send(Account to, PhoneContent content, boolean lidForm, Spoiling spoiling) {
    Jid chat = lidForm ? to.lidJid() : to.phoneNumberJid();
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    Message message = content.withSecret(Bytes.of(secret));
    String id = newId();
    sent.put(id, new Sent(chat, message, content, false, spoiling));
    List<Node> recipients = new ArrayList<>();
    Jid[] accounts =
        to == phone.account() ? new Jid[] {chat} : new Jid[] {chat, phone.account().jidLike(chat)};
    for (Jid device : encryptor.devices(accounts)) {
      encryptor
          .encrypt(device, forDevice(device, chat, message))
          .map(enc -> spoiling.at(device, false) ? spoiled(enc) : enc)
          .map(enc -> enc.withNonEmpty("mediatype", content.mediaType()))
          .ifPresent(enc -> recipients.add(Node.of("to", enc).with("jid", device)));
    }
    log.add(
        new PhoneMessage(
            id,
            PhoneMessage.Direction.OUT,
            to.phoneNumber(),
            phone.toString(),
            PhoneMessage.text(message),
            PhoneMessage.otherThanText(message),
            clock.instant(),
            0,
            0,
            true));
    Node stanza =
        Node.of("message", Node.of("participants").plus(recipients))
            .with("to", chat)
            .with("id", id)
            .with("type", content.stanzaType())
            .withNonEmpty("edit", content.edit());
    server.submit(phone, stanza);
    if (to != phone.account() && trusted.add(to.lid())) {
      trust(to);
    }
    return id;
  }

  /** With another MAC. */
  private static Node spoiled(Node enc) {
    Bytes spoiled = WireMessages.spoiled(enc.content(), enc.attribute("type").equals("pkmsg"));
    return new Node(enc.tag(), enc.attributes(), List.of(), spoiled);
  }

  /** What was sent to a chat under an id. */
  Optional<Message> message(String id) {
    return Optional.ofNullable(sent.get(id)).filter(one -> !one.peer).map(Sent::message);
  }

  private Message forDevice(Jid device, Jid chat, Message message) {
    if (!device.user().equals(phone.account().jidLike(device).user())) {
      return message;
    }
    DeviceSentMessage copy =
        DeviceSentMessage.newBuilder()
            .setDestinationJid(chat.toString())
            .setMessage(message)
            .build();
    return Message.newBuilder()
        .setDeviceSentMessage(copy)
        .setMessageContextInfo(message.getMessageContextInfo())
        .build();
  }

  /** Sends a message of the phone itself to one of its companions; answers its id. */
  String peer(Jid to, Message message) {
    String id = newId();
    PhoneContent content = new PhoneContent(Bytes.of(message.toByteString()), "text", "", "");
    sent.put(id, new Sent(to, message, content, true, Spoiling.NONE));
    encryptor
        .encrypt(to, message)
        .ifPresent(
            enc ->
                server.submit(
                    phone,
                    Node.of("message", enc)
                        .with("to", to)
                        .with("id", id)
                        .with("type", "text")
                        .with("category", "peer")));
    return id;
  }

  /** Answers a retry receipt. */
  void resend(Jid device, Node receipt) {
    Jid member = receipt.jid("participant").orElse(device);
    if (device.server().equals(Group.SERVER)) {
      groups.resend(device, member, receipt);
      return;
    }
    Sent before = sent.get(receipt.attribute("id"));
    SignalAddress address = encryptor.address(device).orElse(null);
    if (before == null || address == null) {
      return;
    }
    String count = receipt.child("retry").map(r -> r.attribute("count")).orElse("1");
    store.forget(address);
    receipt.child("keys").ifPresent(keys -> encryptor.build(address, keys));
    boolean own = device.user().equals(phone.account().jidLike(device).user());
    Message message = before.peer ? before.message : forDevice(device, before.chat, before.message);
    encryptor
        .encrypt(device, message)
        .map(enc -> before.spoiling.at(device, true) ? spoiled(enc) : enc)
        .map(enc -> enc.with("count", count))
        .map(enc -> enc.withNonEmpty("mediatype", before.content.mediaType()))
        .ifPresent(
            enc -> {
              Node stanza =
                  Node.of("message", enc)
                      .with("to", device)
                      .with("id", receipt.attribute("id"))
                      .with("type", before.content.stanzaType())
                      .withNonEmpty("edit", before.content.edit())
                      .with("device_fanout", "false");
              if (before.peer) {
                stanza = stanza.with("category", "peer");
              } else if (own) {
                stanza = stanza.with("recipient", before.chat);
              }
              server.submit(phone, stanza);
            });
  }
}
