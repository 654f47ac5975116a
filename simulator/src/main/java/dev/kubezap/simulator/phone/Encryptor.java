package dev.kubezap.simulator.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.DecryptionException;
import dev.kubezap.simulator.signal.SignalAddress;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encrypts for devices and decrypts from them, building sessions on the way. */
final class Encryptor {
  private final Device phone;
  private final SignalStore store;
  private final ServerPort server;
  private final SecureRandom random;
  private int requests;

  Encryptor(Device phone, SignalStore store, ServerPort server, SecureRandom random) {
    this.phone = phone;
    this.store = store;
    this.server = server;
    this.random = random;
  }

  /** A request of the phone. */
  Node request(String type, String namespace, Node child) {
    return Node.of("iq", child)
        .with("to", Jid.SERVER)
        .with("type", type)
        .with("xmlns", namespace)
        .with("id", "p" + requests++);
  }

  /** The devices of accounts, in the form of their addresses, without this phone. */
  List<Jid> devices(Jid... bare) {
    List<Node> users = new ArrayList<>();
    for (Jid jid : bare) {
      users.add(Node.of("user").with("jid", jid));
    }
    Node usync =
        Node.of(
                "usync",
                Node.of("query", Node.of("devices").with("version", 2)),
                Node.of("list").plus(users))
            .with("context", "message")
            .with("mode", "query")
            .with("sid", "p")
            .with("last", "true")
            .with("index", 0);
    Node answer = server.query(phone, request("get", "usync", usync));
    List<Jid> devices = new ArrayList<>();
    Node list = answer.child("usync").flatMap(u -> u.child("list")).orElse(Node.of("list"));
    for (Node user : list.all("user")) {
      Jid jid = user.jid("jid").orElse(Jid.SERVER);
      Node deviceList =
          user.child("devices").flatMap(d -> d.child("device-list")).orElse(Node.of("none"));
      for (Node device : deviceList.all("device")) {
        int id = Integer.parseInt(device.attribute("id"));
        Jid found = new Jid(jid.user(), id, jid.server());
        if (!found.equals(phone.jidLike(jid))) {
          devices.add(found);
        }
      }
    }
    return devices;
  }

  /** Whom a session with that device is under. */
  Optional<SignalAddress> address(Jid jid) {
    return server.account(jid).map(Account::lid).map(lid -> new SignalAddress(lid, jid.device()));
  }

  /** The encrypted message for a device; empty when the device has no keys. */
  Optional<Node> encrypt(Jid device, Message message) {
    SignalAddress address = address(device).orElse(null);
    if (address == null || (!store.hasSession(address) && !fetch(device, address))) {
      return Optional.empty();
    }
    SignalStore.Encrypted encrypted = store.encrypt(address, padded(message));
    return Optional.of(
        Node.of("enc", encrypted.body()).with("v", 2).with("type", encrypted.type()));
  }

  /** The bytes of a message with a random padding. */
  Bytes padded(Message message) {
    int padding = 1 + random.nextInt(16);
    byte[] tail = new byte[padding];
    Arrays.fill(tail, (byte) padding);
    return Bytes.concat(Bytes.of(message.toByteString()), Bytes.of(tail));
  }

  /** The bytes of a message without its padding. */
  static Bytes unpadded(Bytes padded) throws DecryptionException {
    int padding = padded.size() == 0 ? 0 : padded.at(padded.size() - 1);
    if (padding < 1 || padding > 16 || padding > padded.size()) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "padding " + padding);
    }
    return padded.slice(0, padded.size() - padding);
  }

  /** Forgets the session with a device that asked for a message again. */
  void renew(Jid device, Node receipt) {
    address(device)
        .ifPresent(
            address -> {
              store.forget(address);
              receipt.child("keys").ifPresent(keys -> build(address, keys));
            });
  }

  /** Builds a session from the bundle that the server has. */
  private boolean fetch(Jid device, SignalAddress address) {
    Node key = Node.of("key", Node.of("user").with("jid", device));
    Node answer = server.query(phone, request("get", "encrypt", key));
    Optional<Node> user = answer.child("list").flatMap(list -> list.child("user"));
    if (user.isEmpty() || user.get().child("identity").isEmpty()) {
      return false;
    }
    build(address, user.get());
    return true;
  }

  /** Builds a session from a bundle's node. */
  void build(SignalAddress address, Node bundle) {
    Node signed = bundle.child("skey").orElse(Node.of("skey"));
    Node oneTime = bundle.child("key").orElse(Node.of("key"));
    store.build(
        address,
        bundle.childData("identity"),
        (int) signed.childData("id").toNumber(),
        signed.childData("value"),
        (int) oneTime.childData("id").toNumber(),
        oneTime.childData("value"));
  }

  /** The message in an {@code enc} node. */
  Message decrypt(SignalAddress from, Node enc) throws DecryptionException {
    Bytes padded =
        enc.attribute("type").equals("pkmsg")
            ? store.decryptPreKey(from, enc.content())
            : store.decrypt(from, enc.content());
    try {
      return Message.parseFrom(unpadded(padded).toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "not a Message");
    }
  }
}
