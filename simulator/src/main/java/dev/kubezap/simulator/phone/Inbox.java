package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.DeviceSentMessage;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.DecryptionException;
import dev.kubezap.simulator.signal.SenderKeys;
import dev.kubezap.simulator.signal.SignalAddress;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a phone receives. Used by the phone's thread only. */
final class Inbox {
  private static final int MAX_RETRIES = 5;

  private final Device phone;
  private final SignalStore store;
  private final Encryptor encryptor;
  private final ServerPort server;
  private final MessageLog log;
  private final InstantSource clock;
  private final PeerRequests requests;
  private final GroupInbox groups;
  private final Map<String, Integer> retries = new HashMap<>();

  /** Of each stanza that was read what later receipts for it need, by peer and id. */
  private final Map<String, Node> references =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Node> eldest) {
          return size() > MessageLog.LIMIT;
        }
      };

  Inbox(
      Device phone,
      SignalStore store,
      Encryptor encryptor,
      ServerPort server,
      MessageLog log,
      InstantSource clock,
      PeerRequests requests,
      SenderKeys keys) {
    groups = new GroupInbox(keys, encryptor);
    this.phone = phone;
    this.store = store;
    this.encryptor = encryptor;
    this.server = server;
    this.log = log;
    this.clock = clock;
    this.requests = requests;
  }

  /** A text that is new and comes from somebody else, with the address that it came from. */
  record NewText(Account from, Jid sender, String text) {}

  Optional<NewText> receive(Node stanza) {
    Jid from = stanza.jid("from").orElse(Jid.SERVER);
    if (isShared(from)) {
      receiveFromGroup(stanza, from);
      return Optional.empty();
    }
    Account sender = server.account(from).orElse(null);
    SignalAddress address = encryptor.address(from).orElse(null);
    Node enc = stanza.child("enc").orElse(null);
    if (sender == null || address == null || enc == null) {
      acknowledge(stanza);
      return Optional.empty();
    }
    boolean own = sender == phone.account();
    Account peer = own ? stanza.jid("recipient").flatMap(server::account).orElse(sender) : sender;
    PhoneMessage.Direction direction = own ? PhoneMessage.Direction.OUT : PhoneMessage.Direction.IN;
    String id = stanza.attribute("id");
    try {
      Message message = encryptor.decrypt(address, enc);
      if (stanza.attribute("category").equals("peer")) {
        receipt(stanza, "peer_msg");
        requests.answer(from, id, message);
        return Optional.empty();
      }
      Message content = own ? unwrapped(message) : message;
      String text = PhoneMessage.text(content);
      requests.keep(id, own, content);
      boolean again = log.change(direction, peer.phoneNumber(), id, PhoneMessage::deliveredAgain);
      if (!again) {
        log.add(
            new PhoneMessage(
                id,
                direction,
                peer.phoneNumber(),
                Jid.phoneNumber(sender.phoneNumber(), from.device()).toString(),
                text,
                PhoneMessage.otherThanText(content),
                clock.instant(),
                1,
                0,
                own));
        references.put(peer.phoneNumber() + " " + id, reference(stanza));
      }
      receipt(stanza, own ? "sender" : "");
      return again || own ? Optional.empty() : Optional.of(new NewText(sender, from, text));
    } catch (DecryptionException e) {
      if (log.change(direction, peer.phoneNumber(), id, PhoneMessage::duplicated)) {
        receipt(stanza, own ? "sender" : "");
      } else {
        retry(stanza, e.reason() != DecryptionException.Reason.INVALID);
      }
      return Optional.empty();
    }
  }

  /** Whether it is a group, or the status feed. */
  private static boolean isShared(Jid chat) {
    return chat.server().equals(Group.SERVER) || chat.server().equals("broadcast");
  }

  private void receiveFromGroup(Node stanza, Jid group) {
    Jid member = stanza.jid("participant").orElse(Jid.SERVER);
    Account sender = server.account(member).orElse(null);
    SignalAddress address = encryptor.address(member).orElse(null);
    if (sender == null || address == null) {
      acknowledge(stanza);
      return;
    }
    boolean own = sender == phone.account();
    PhoneMessage.Direction direction = own ? PhoneMessage.Direction.OUT : PhoneMessage.Direction.IN;
    String id = stanza.attribute("id");
    String peer = group.toString();
    try {
      Message content = groups.decrypt(group, address, stanza);
      requests.keep(id, own, content);
      if (!log.change(direction, peer, id, PhoneMessage::deliveredAgain)) {
        log.add(
            new PhoneMessage(
                id,
                direction,
                peer,
                Jid.phoneNumber(sender.phoneNumber(), member.device()).toString(),
                PhoneMessage.text(content),
                PhoneMessage.otherThanText(content),
                clock.instant(),
                1,
                0,
                own));
        references.put(peer + " " + id, reference(stanza));
      }
      receipt(stanza, own ? "sender" : "");
    } catch (DecryptionException e) {
      if (log.change(direction, peer, id, PhoneMessage::duplicated)) {
        receipt(stanza, own ? "sender" : "");
      } else {
        retry(stanza, e.reason() != DecryptionException.Reason.INVALID);
      }
    }
  }

  private static Message unwrapped(Message message) {
    DeviceSentMessage copy = message.getDeviceSentMessage();
    return message.hasDeviceSentMessage() ? copy.getMessage() : message;
  }

  private static Node reference(Node stanza) {
    return Node.of(stanza.tag())
        .with("from", stanza.attribute("from"))
        .with("id", stanza.attribute("id"))
        .withNonEmpty("participant", stanza.attribute("participant"))
        .withNonEmpty("recipient", stanza.attribute("recipient"));
  }

  private void acknowledge(Node stanza) {
    server.submit(phone, ack(stanza));
  }

  /** The acknowledgement of a stanza. */
  static Node ack(Node stanza) {
    Node ack =
        Node.of("ack")
            .with("class", stanza.tag())
            .with("id", stanza.attribute("id"))
            .with("to", stanza.attribute("from"))
            .withNonEmpty("participant", stanza.attribute("participant"))
            .withNonEmpty("recipient", stanza.attribute("recipient"));
    return stanza.tag().equals("message")
        ? ack
        : ack.withNonEmpty("type", stanza.attribute("type"));
  }

  private void receipt(Node stanza, String type) {
    server.submit(
        phone,
        Node.of("receipt")
            .with("to", stanza.attribute("from"))
            .with("id", stanza.attribute("id"))
            .withNonEmpty("type", type)
            .withNonEmpty("participant", stanza.attribute("participant"))
            .withNonEmpty("recipient", stanza.attribute("recipient")));
  }

  /** Asks the sender of a stanza for it again; the keys go with it from the second time on. */
  private void retry(Node stanza, boolean withKeys) {
    String id = stanza.attribute("id");
    int count =
        retries.merge(
            stanza.attribute("from") + stanza.attribute("participant") + " " + id, 1, Integer::sum);
    if (count > MAX_RETRIES) {
      acknowledge(stanza);
      return;
    }
    Node retry =
        Node.of("retry")
            .with("count", count)
            .with("id", id)
            .with("t", clock.instant().getEpochSecond())
            .with("v", 1);
    Node receipt =
        Node.of("receipt", retry, Node.of("registration", Bytes.number(store.registrationId(), 4)))
            .with("to", stanza.attribute("from"))
            .with("id", id)
            .with("type", "retry")
            .withNonEmpty("participant", stanza.attribute("participant"))
            .withNonEmpty("recipient", stanza.attribute("recipient"));
    server.submit(phone, withKeys || count > 1 ? receipt.plus(keys()) : receipt);
    acknowledge(stanza);
  }

  private Node keys() {
    Map.Entry<Integer, Bytes> oneTime = store.newPreKeys(1).entrySet().iterator().next();
    return Node.of(
        "keys",
        Node.of("type", Bytes.of((byte) 5)),
        Node.of("identity", store.identity().publicKey()),
        Node.of(
            "key",
            Node.of("id", Bytes.number(oneTime.getKey(), 3)),
            Node.of("value", oneTime.getValue())),
        Node.of(
            "skey",
            Node.of("id", Bytes.number(store.signedPreKeyId(), 3)),
            Node.of("value", store.signedPreKey().publicKey()),
            Node.of("signature", store.signedPreKeySignature())));
  }

  /** Asks for a message again that was decrypted well; false when it is not known. */
  boolean askAgain(String peer, String id) {
    Node stanza = references.get(peer + " " + id);
    if (stanza != null) {
      retry(stanza, false);
    }
    return stanza != null;
  }

  /** Tells the sender and the own companions that messages have been read. */
  boolean read(String peer, String id) {
    return show(peer, id, "read");
  }

  /** Tells the sender and the own companions that messages have been listened to. */
  boolean play(String peer, String id) {
    return show(peer, id, "played");
  }

  private boolean show(String peer, String id, String type) {
    Node stanza = references.get(peer + " " + id);
    if (stanza == null
        || !log.change(PhoneMessage.Direction.IN, peer, id, PhoneMessage::markedRead)) {
      return false;
    }
    Jid from = stanza.jid("from").orElse(Jid.SERVER);
    receipt(stanza, type);
    if (isShared(from)) {
      // The server tells this account's other devices.
      return true;
    }
    server.submit(
        phone,
        Node.of("receipt")
            .with("to", phone.account().jidLike(from))
            .with("id", id)
            .with("type", type + "-self")
            .with("recipient", from.bare()));
    return true;
  }
}
