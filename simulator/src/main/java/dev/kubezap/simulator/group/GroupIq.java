package dev.kubezap.simulator.group;

import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.iq.IqHandler;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Requests about groups. */
public final class GroupIq implements IqHandler {
  private final Groups groups;
  private final MemberChanges members;
  private final SettingChanges settings;
  private final Invitations invitations;
  private final Communities communities;

  /** About the groups of a world. */
  public GroupIq(Groups groups, MemberChanges members) {
    this.groups = groups;
    this.members = members;
    settings = new SettingChanges(groups);
    communities = new Communities(groups);
    invitations = new Invitations(groups, members);
  }

  @Override
  public List<String> namespaces() {
    return List.of("w:g2");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    Jid to = iq.jid("to").orElseThrow(() -> IqException.of(400));
    if (!to.server().equals(Group.SERVER) || iq.children().size() != 1) {
      throw IqException.of(400);
    }
    Account account = sender.account();
    Node request = iq.children().getFirst();
    boolean set = iq.attribute("type").equals("set");
    if (to.user().isEmpty()) {
      return List.of(set ? setAny(account, request) : getAny(account, request));
    }
    Group group = groups.find(to).orElseThrow(() -> IqException.of(404));
    if (!group.has(account)) {
      throw IqException.of(403);
    }
    return set ? set(account, group, request) : List.of(get(account, group, request));
  }

  private Node getAny(Account account, Node request) {
    return switch (request.tag()) {
      case "participating" ->
          Node.of("groups").plus(groups.of(account).stream().map(GroupNodes::whole).toList());
      case "invite" -> GroupNodes.preview(invitations.of(request.attribute("code")));
      default -> throw IqException.of(400);
    };
  }

  private Node setAny(Account account, Node request) {
    return switch (request.tag()) {
      case "create" -> members.create(account, request);
      case "leave" -> leave(account, request);
      case "invite" -> invitations.join(account, request.attribute("code"));
      default -> throw IqException.of(400);
    };
  }

  private Node leave(Account account, Node request) {
    Node answer = Node.of("leave");
    for (Node each : request.all("group")) {
      Group group = each.jid("id").flatMap(groups::find).orElse(null);
      if (group == null || !group.has(account)) {
        answer = answer.plus(each.with("error", 404));
      } else {
        members.leave(account, group);
        answer = answer.plus(each);
      }
    }
    return answer;
  }

  private Node get(Account account, Group group, Node request) {
    return switch (request.tag()) {
      case "query" -> GroupNodes.whole(group);
      case "invite" -> {
        if (!group.isAdmin(account)) {
          throw IqException.of(401);
        }
        yield Node.of("invite").with("code", group.invite());
      }
      case "sub_groups" -> communities.list(group);
      case "linked_groups_participants" -> communities.people(group);
      case "membership_approval_requests" -> invitations.requests(account, group);
      default -> throw IqException.of(400);
    };
  }

  private List<Node> set(Account account, Group group, Node request) {
    return switch (request.tag()) {
      case "add", "remove", "promote", "demote" -> List.of(members.change(account, group, request));
      case "invite" -> List.of(invitations.renew(account, group));
      case "links" -> List.of(communities.link(account, group, request));
      case "unlink" -> List.of(communities.unlink(account, group, request));
      case "delete_parent" -> {
        communities.end(account, group);
        yield List.of();
      }
      case "membership_requests_action" -> List.of(invitations.decide(account, group, request));
      default -> {
        settings.change(account, group, request);
        yield List.of();
      }
    };
  }
}
