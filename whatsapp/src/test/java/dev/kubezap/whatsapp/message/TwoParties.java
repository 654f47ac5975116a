package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * A linked device of one account and the phone of another, with a server between them that knows
 * their devices and keys.
 */
final class TwoParties {
  static final Jid ALICE = Jid.phoneNumber("491511111111");
  static final Jid ALICE_LID = Jid.lid("111000");
  static final Jid BOB = Jid.phoneNumber("491522222222");
  static final Jid BOB_LID = Jid.lid("222000");

  final Party alice;
  final Party bob;
  boolean bobIsRegistered = true;
  boolean reachable = true;
  boolean takesTokens = true;
  final List<Node> issued = new ArrayList<>();
  private long time = 1_780_000_000L;

  TwoParties(long seed) {
    alice = new Party(ALICE.user(), ALICE_LID.user(), 3, seed, this::answer);
    bob = new Party(BOB.user(), BOB_LID.user(), 0, seed + 1, this::answer);
  }

  private Reply answer(Node iq) {
    if (!reachable) {
      return new Reply.Missing();
    }
    if (iq.has("xmlns", "privacy")) {
      issued.add(iq.child("tokens").orElseThrow().child("token").orElseThrow());
      return takesTokens ? new Reply.Result(iq) : new Reply.Missing();
    }
    return new Reply.Result(iq.has("xmlns", "usync") ? listed(iq) : bundles(iq));
  }

  private Node listed(Node iq) {
    List<Node> users = new ArrayList<>();
    for (Node user : iq.child("usync").orElseThrow().child("list").orElseThrow().children()) {
      Jid account = user.jid("jid").orElseThrow();
      boolean isAlice = account.equals(ALICE) || account.equals(ALICE_LID);
      Node devices = Node.of("device-list", Node.of("device").with("id", 0));
      if (isAlice) {
        devices =
            devices.withChildren(
                Node.of("device").with("id", 0),
                Node.of("device").with("id", 3).with("key-index", 2));
      } else if (!bobIsRegistered) {
        continue;
      }
      users.add(
          Node.of(
                  "user",
                  Node.of("devices", devices),
                  Node.of("lid").with("val", isAlice ? ALICE_LID : BOB_LID))
              .with("jid", account));
    }
    return Node.of("iq", Node.of("usync", Node.of("list").withChildren(users)));
  }

  private Node bundles(Node iq) {
    List<Node> users = new ArrayList<>();
    for (Node user : iq.child("key").orElseThrow().children()) {
      Jid device = user.jid("jid").orElseThrow();
      users.add(
          (device.account().equals(BOB) || device.account().equals(BOB_LID) ? bob : alice)
              .bundle(device));
    }
    return Node.of("iq", Node.of("list").withChildren(users));
  }

  /** What the server makes of an outgoing message for one device of the other side. */
  Node incoming(Node outgoing, Jid fromPhone, Jid fromLid, int device) {
    Jid to = outgoing.jid("to").orElseThrow();
    List<Node> encs =
        outgoing.children("enc").isEmpty()
            ? outgoing.child("participants").orElseThrow().children("to").stream()
                .filter(one -> one.jid("jid").orElseThrow().account().equals(to.account()))
                .flatMap(one -> one.children("enc").stream())
                .toList()
            : outgoing.children("enc");
    boolean lid = to.isLid();
    return Node.of("message")
        .with("from", (lid ? fromLid : fromPhone).withDevice(device))
        .with("id", outgoing.attribute("id").orElseThrow())
        .with("type", "text")
        .with("t", time++)
        .with("notify", "Somebody")
        .with(lid ? "sender_pn" : "sender_lid", lid ? fromPhone : fromLid)
        .withChildren(encs);
  }

  /** The server takes Alice's message and brings it to Bob. */
  void toBob(Node outgoing) {
    alice.take(
        Node.of("ack")
            .with("class", "message")
            .with("id", outgoing.attribute("id").orElseThrow())
            .with("from", outgoing.jid("to").orElseThrow())
            .with("t", time));
    bob.take(incoming(outgoing, ALICE, ALICE_LID, 3));
  }

  /** Bob's message reaches Alice's device. */
  void toAlice(Node outgoing) {
    Jid to = outgoing.jid("to").orElseThrow();
    List<Node> encs =
        outgoing.children("enc").isEmpty()
            ? outgoing.child("participants").orElseThrow().children("to").stream()
                .filter(one -> one.jid("jid").orElseThrow().device() == 3)
                .flatMap(one -> one.children("enc").stream())
                .toList()
            : outgoing.children("enc");
    alice.take(
        incoming(outgoing.withChildren(encs), BOB, BOB_LID, 0)
            .with("from", to.isLid() ? BOB_LID : BOB));
  }
}
