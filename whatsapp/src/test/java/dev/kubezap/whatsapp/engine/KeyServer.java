package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server that knows accounts' devices and hands out keys of theirs. */
final class KeyServer {
  final Map<Jid, List<Integer>> devices = new HashMap<>();
  final Map<Jid, Jid> lids = new HashMap<>();
  boolean reachable = true;
  private final SeededBytes random = new SeededBytes(11);
  private int next = 1;

  Optional<Answer> answer(Node iq) {
    if (iq.has("xmlns", "usync")) {
      return Optional.of(reachable ? new Answer.Answered(listed(iq)) : new Answer.TimedOut());
    }
    if (iq.has("xmlns", "encrypt") && iq.child("key").isPresent()) {
      return Optional.of(new Answer.Answered(bundles(iq)));
    }
    return VirtualSession.obliging(iq);
  }

  private Node listed(Node iq) {
    List<Node> users = new ArrayList<>();
    for (Node user : iq.child("usync").orElseThrow().child("list").orElseThrow().children()) {
      Jid account = user.jid("jid").orElseThrow();
      List<Node> list = new ArrayList<>();
      for (int id : devices.getOrDefault(account, List.of(0))) {
        Node device = Node.of("device").with("id", id);
        list.add(id == 0 ? device : device.with("key-index", 1));
      }
      Node known = Node.of("devices", Node.of("device-list").withChildren(list));
      Jid lid = lids.get(account);
      users.add(
          (lid == null
                  ? Node.of("user", known)
                  : Node.of("user", known, Node.of("lid").with("val", lid)))
              .with("jid", account));
    }
    return result(Node.of("usync", Node.of("list").withChildren(users)));
  }

  private Node bundles(Node iq) {
    List<Node> users = new ArrayList<>();
    for (Node user : iq.child("key").orElseThrow().children()) {
      users.add(bundle(user.jid("jid").orElseThrow()));
    }
    return result(Node.of("list").withChildren(users));
  }

  private Node bundle(Jid device) {
    KeyPair identity = Curve25519.generate(random);
    KeyPair signed = Curve25519.generate(random);
    KeyPair once = Curve25519.generate(random);
    ByteString signature =
        Curve25519.sign(identity.privateKey(), signed.publicKey().serialized(), random);
    return Node.of(
            "user",
            Node.of("registration", number(4711, 4)),
            Node.of("type", ByteString.copyFrom(new byte[] {5})),
            Node.of("identity", identity.publicKey().bytes()),
            Node.of(
                "skey",
                Node.of("id", number(1, 3)),
                Node.of("value", signed.publicKey().bytes()),
                Node.of("signature", signature)),
            Node.of(
                "key",
                Node.of("id", number(next++, 3)),
                Node.of("value", once.publicKey().bytes())))
        .with("jid", device);
  }

  private static Node result(Node content) {
    return Node.of("iq", content).with("from", Jid.SERVICE).with("type", "result");
  }

  static ByteString number(int value, int length) {
    return ByteString.copyFrom(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip())
        .substring(Integer.BYTES - length);
  }
}
