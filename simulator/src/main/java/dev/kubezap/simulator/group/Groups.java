package dev.kubezap.simulator.group;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All groups, and how their participants hear of changes. Used with the world's lock held. */
public final class Groups {
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final ServerContext context;
  private boolean newByLid = true;

  /** None yet. */
  public Groups(ServerContext context) {
    this.context = context;
  }

  /** Whether participants of groups made from now on are addressed by LID. */
  public void addressNew(boolean byLid) {
    newByLid = byLid;
  }

  /** The group of an address. */
  public Optional<Group> find(Jid jid) {
    return jid.server().equals(Group.SERVER)
        ? Optional.ofNullable(groups.get(jid.user()))
        : Optional.empty();
  }

  /** The group to which a link with that code leads. */
  Optional<Group> invited(String code) {
    return groups.values().stream().filter(group -> group.invite().equals(code)).findFirst();
  }

  /** All groups, the oldest first. */
  public List<Group> all() {
    return List.copyOf(groups.values());
  }

  /** The groups that an account is in. */
  public List<Group> of(Account account) {
    return groups.values().stream().filter(group -> group.has(account)).toList();
  }

  /** A group with its creator alone. */
  Group create(Account creator, String subject) {
    long now = now();
    String id = "1203630" + (10_000_000_000L + Math.abs(context.random().nextLong() >> 30));
    Group group =
        new Group(
            id,
            creator,
            now,
            newByLid,
            GroupTexts.of(subject, creator.phoneNumber(), now),
            newInvite());
    group.put(creator, Role.SUPERADMIN);
    groups.put(id, group);
    context.world().touch();
    return group;
  }

  /** There is no such group any more. */
  void remove(Group group) {
    groups.remove(group.id());
    context.world().touch();
  }

  /** All, to be stored. */
  public List<GroupState> snapshot() {
    return groups.values().stream().map(GroupState::of).toList();
  }

  /** Makes stored ones. */
  public void restore(List<GroupState> stored) {
    stored.forEach(state -> groups.put(state.id(), state.toGroup(context.world())));
  }

  /** Seconds since 1970. */
  long now() {
    return context.now().getEpochSecond();
  }

  /** A code for a link. */
  String newInvite() {
    return context.randomBytes(11).toHex();
  }

  /** Moves the version on that participants are told with a change, in microseconds. */
  long newVersion(long before) {
    return Math.max(before + 1, context.now().toEpochMilli() * 1000);
  }

  /** Tells all devices of all participants of a change. */
  void tell(Group group, Account actor, Node change) {
    tell(group, actor, change, group.members().keySet());
  }

  /** Tells all devices of accounts of a change of a group. */
  void tell(Group group, @Nullable Account actor, Node change, Collection<Account> accounts) {
    context.world().touch();
    for (Account account : accounts) {
      for (Device device : account.devices()) {
        push(device, group, actor, change);
      }
    }
  }

  private void push(Device device, Group group, @Nullable Account actor, Node change) {
    String id = device.mailbox().newId(context.now());
    Node stanza =
        Notifications.stanza(group.jid(), "w:gp2", id, context.now())
            .with("addressing_mode", group.addressingMode())
            .plus(change);
    if (actor != null) {
      stanza = stanza.with("participant", group.jidOf(actor)).with("notify", actor.pushName());
      stanza =
          group.lid() && !actor.hidesNumber()
              ? stanza.with("participant_pn", actor.phoneNumberJid())
              : stanza;
    }
    PendingKey key = new PendingKey("notification", id, group.jid().toString(), "");
    device.mailbox().push(key, stanza);
  }
}
