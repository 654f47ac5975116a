package dev.kubezap.simulator;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.phone.ServerPort;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.World;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What people do with groups on their phones. Every request goes through the server, so that it is
 * refused to whom it is not allowed ({@link IllegalArgumentException} with the code); people are
 * named by phone number, groups by address.
 */
public final class PhoneGroups {
  private static final Jid ANY = new Jid("", 0, Group.SERVER);

  private final World world;
  private final Groups groups;
  private final ServerPort server;
  private int requests;

  PhoneGroups(World world, Groups groups, ServerPort server) {
    this.world = world;
    this.groups = groups;
    this.server = server;
  }

  /** A group, for reading with the world's lock held. */
  public Group get(String group) {
    return world.locked(
        () ->
            Jid.parse(group)
                .flatMap(groups::find)
                .orElseThrow(() -> new IllegalArgumentException("There is no group " + group)));
  }

  /** All groups. */
  public List<Group> all() {
    return world.locked(groups::all);
  }

  /** Whether participants of groups made from now on are addressed by LID; at first they are. */
  public void addressNew(boolean byLid) {
    world.locking(() -> groups.addressNew(byLid));
  }

  /** The server addresses the participants of a group by the other name from now on. */
  public void address(String group, boolean byLid) {
    Group found = get(group);
    world.locking(() -> found.address(byLid));
  }

  /** Makes a group and answers its address. */
  public String create(String creator, String subject, String... members) {
    Node request =
        Node.of("create")
            .with("subject", subject)
            .with("key", "P" + nextId())
            .plus(participants(members));
    Node answer = ask(creator, ANY, "set", request);
    return answer.child("group").orElseThrow().attribute("id") + "@" + Group.SERVER;
  }

  /** Makes a group one of a community, which is a group itself. */
  public void link(String community, String group) {
    Group parent = get(community);
    Group linked = get(group);
    world.locking(() -> linked.linkTo(parent));
  }

  /** Adds people. */
  public void add(String actor, String group, String... members) {
    change(actor, group, Node.of("add").plus(participants(members)));
  }

  /** Removes people. */
  public void remove(String actor, String group, String... members) {
    change(actor, group, Node.of("remove").plus(participants(members)));
  }

  /** Makes people admins. */
  public void promote(String actor, String group, String... members) {
    change(actor, group, Node.of("promote").plus(participants(members)));
  }

  /** Takes people the rights of admins. */
  public void demote(String actor, String group, String... members) {
    change(actor, group, Node.of("demote").plus(participants(members)));
  }

  /** Leaves a group. */
  public void leave(String actor, String group) {
    ask(actor, ANY, "set", Node.of("leave", Node.of("group").with("id", group)));
  }

  /** Gives a group another subject. */
  public void subject(String actor, String group, String subject) {
    change(actor, group, Node.of("subject", Bytes.utf8(subject)));
  }

  /** Gives a group another description; an empty one takes it away. */
  public void description(String actor, String group, String text) {
    String before = get(group).texts().descriptionId();
    Node request =
        text.isEmpty()
            ? Node.of("description").with("delete", "true")
            : Node.of("description", Node.of("body", Bytes.utf8(text))).with("id", nextId());
    change(actor, group, request.withNonEmpty("prev", before));
  }

  /** Whether only admins write. */
  public void announce(String actor, String group, boolean on) {
    change(actor, group, Node.of(on ? "announcement" : "not_announcement"));
  }

  /** Whether only admins change what the group is like. */
  public void lock(String actor, String group, boolean on) {
    change(actor, group, Node.of(on ? "locked" : "unlocked"));
  }

  /** After how many seconds messages disappear; 0 for never. */
  public void ephemeral(String actor, String group, int seconds) {
    change(
        actor,
        group,
        seconds == 0 ? Node.of("not_ephemeral") : Node.of("ephemeral").with("expiration", seconds));
  }

  /** Whether admins decide who joins. */
  public void joinApproval(String actor, String group, boolean on) {
    Node join = Node.of("group_join").with("state", on ? "on" : "off");
    change(actor, group, Node.of("membership_approval_mode", join));
  }

  /** Whether only admins add people. */
  public void adminAdd(String actor, String group, boolean on) {
    Bytes mode = Bytes.utf8(on ? "admin_add" : "all_member_add");
    change(actor, group, Node.of("member_add_mode", mode));
  }

  /** The code of a group's link. */
  public String invite(String actor, String group) {
    return code(ask(actor, get(group).jid(), "get", Node.of("invite")));
  }

  /** Gives the link up; answers the next code. */
  public String renewInvite(String actor, String group) {
    return code(ask(actor, get(group).jid(), "set", Node.of("invite")));
  }

  /** Joins by a link, or asks to be let in. */
  public void join(String actor, String code) {
    ask(actor, ANY, "set", Node.of("invite").with("code", code));
  }

  /** Lets people in who asked, or does not. */
  public void decide(String actor, String group, boolean approve, String... members) {
    Node decision = Node.of(approve ? "approve" : "reject").plus(participants(members));
    change(actor, group, Node.of("membership_requests_action", decision));
  }

  private static String code(Node answer) {
    return answer.child("invite").orElseThrow().attribute("code");
  }

  private List<Node> participants(String... numbers) {
    return Arrays.stream(numbers)
        .map(number -> Node.of("participant").with("jid", account(number).lidJid()))
        .toList();
  }

  private Account account(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    return world
        .locked(() -> world.byNumber(digits))
        .orElseThrow(() -> new IllegalArgumentException("There is no account " + number));
  }

  /** Fails also when one of the people could not be changed. */
  private void change(String actor, String group, Node request) {
    Node answer = ask(actor, get(group).jid(), "set", request);
    Consumer<Node> each =
        participant -> {
          if (participant.has("error")) {
            throw new IllegalArgumentException(
                "refused with " + participant.attribute("error") + ": " + participant);
          }
        };
    for (Node child : answer.children()) {
      child.all("participant").forEach(each);
      child.children().forEach(inner -> inner.all("participant").forEach(each));
    }
  }

  private Node ask(String actor, Jid to, String type, Node request) {
    Node iq =
        Node.of("iq", request)
            .with("to", to)
            .with("type", type)
            .with("xmlns", "w:g2")
            .with("id", nextId());
    Node answer = server.query(account(actor).device(0).orElseThrow(), iq);
    if (answer.attribute("type").equals("error")) {
      throw new IllegalArgumentException("refused: " + answer.child("error").orElse(answer));
    }
    return answer;
  }

  private synchronized String nextId() {
    return "g" + requests++;
  }
}
