package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.KeyIndexLists;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts about users, asked for many at once. */
public final class UsyncIq implements IqHandler {
  private final World world;
  private final KeyIndexLists keyIndexLists;
  private final InstantSource clock;

  /** With the world that it looks into. */
  public UsyncIq(World world, KeyIndexLists keyIndexLists, InstantSource clock) {
    this.world = world;
    this.keyIndexLists = keyIndexLists;
    this.clock = clock;
  }

  @Override
  public List<String> namespaces() {
    return List.of("usync");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Node usync = iq.child("usync").orElseThrow(() -> IqException.of(400));
    List<Node> protocols = usync.child("query").orElseThrow(() -> IqException.of(400)).children();
    List<Node> users = usync.child("list").orElseThrow(() -> IqException.of(400)).all("user");
    List<Node> answers = new ArrayList<>();
    for (Node user : users) {
      user(sender, user, protocols).ifPresent(answers::add);
    }
    List<Node> results = protocols.stream().map(protocol -> Node.of(protocol.tag())).toList();
    Node answer =
        Node.of("usync", Node.of("result").plus(results), Node.of("list").plus(answers))
            .with("sid", usync.attribute("sid"))
            .with("index", usync.attribute("index"))
            .with("last", usync.attribute("last"))
            .with("mode", usync.attribute("mode"))
            .with("context", usync.attribute("context"));
    return List.of(answer);
  }

  private Optional<Node> user(Device sender, Node user, List<Node> protocols) {
    String typed = user.childData("contact").toUtf8();
    Jid asked;
    if (user.has("jid")) {
      asked = user.jid("jid").orElseThrow(() -> IqException.of(400));
    } else if (typed.isEmpty()) {
      throw IqException.of(400);
    } else {
      asked = Jid.phoneNumber(typed.split("@", 2)[0].replaceAll("[^0-9]", ""), 0);
    }
    Optional<Account> account = world.account(asked);
    boolean lidForm =
        protocols.stream().anyMatch(p -> p.attribute("addressing_mode").equals(Jid.LID));
    if (account.isEmpty()) {
      Node missing = Node.of("user").with(lidForm ? "pn_jid" : "jid", asked);
      return Optional.of(
          typed.isEmpty() ? missing : missing.plus(contact(user, typed).with("type", "out")));
    }
    Account found = account.get();
    found.watchedBy(sender.account());
    Node answer = Node.of("user").with("jid", lidForm ? found.lidJid() : asked.bare());
    if (lidForm && !(asked.isLid() && found.hidesNumber())) {
      answer = answer.with("pn_jid", found.phoneNumberJid());
    }
    for (Node protocol : protocols) {
      answer =
          switch (protocol.tag()) {
            case "devices" -> answer.plus(devices(found));
            case "lid" -> answer.plus(Node.of("lid").with("val", found.lidJid()));
            case "contact" ->
                typed.isEmpty() ? answer : answer.plus(contact(user, typed).with("type", "in"));
            case "status" ->
                answer.plus(
                    Node.of("status", Bytes.utf8(found.about()))
                        .with("t", clock.instant().getEpochSecond()));
            case "disappearing_mode" ->
                answer.plus(
                    Node.of("disappearing_mode")
                        .with("duration", 0)
                        .with("t", clock.instant().getEpochSecond()));
            case "picture" -> answer.plus(Node.of("picture").with("id", 0));
            default -> answer;
          };
    }
    return Optional.of(answer);
  }

  private static Node contact(Node user, String typed) {
    return Node.of("contact", Bytes.utf8(typed))
        .withNonEmpty(
            "username", user.child("contact").map(c -> c.attribute("username")).orElse(""));
  }

  private Node devices(Account account) {
    List<Node> list =
        account.devices().stream()
            .map(
                device -> {
                  Node entry = Node.of("device").with("id", device.id());
                  return device.id() == 0 ? entry : entry.with("key-index", device.keyIndex());
                })
            .toList();
    return Node.of("devices", Node.of("device-list").plus(list), keyIndexLists.of(account));
  }
}
