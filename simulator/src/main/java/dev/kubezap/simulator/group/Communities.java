package dev.kubezap.simulator.group;

import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Groups that hold groups together. */
final class Communities {
  private final Groups groups;

  Communities(Groups groups) {
    this.groups = groups;
  }

  /** The community that a group is to belong to which is about to be made. */
  Optional<Group> parent(Account creator, Node request) {
    return request
        .child("linked_parent")
        .map(parent -> administered(creator, parent.jid("jid").orElseThrow()));
  }

  /**
   * What a group becomes that was just made.
   *
   * @param request the {@code create}
   */
  void made(Account creator, Group group, Optional<Group> parent, Node request) {
    parent.ifPresent(group::linkTo);
    if (request.child("parent").isPresent()) {
      group.part = Group.Part.COMMUNITY;
      part(creator, group, Group.Part.ANNOUNCEMENTS);
      if (request.child("create_general_chat").isPresent()) {
        part(creator, group, Group.Part.GENERAL);
      }
    }
  }

  private void part(Account creator, Group community, Group.Part part) {
    Group group = groups.create(creator, community.texts().subject());
    group.part = part;
    group.linkTo(community);
    groups.tell(group, creator, Node.of("create", GroupNodes.whole(group)).with("type", "new"));
  }

  private Group administered(Account account, Jid jid) {
    Group group = groups.find(jid).orElseThrow(() -> IqException.of(404));
    if (group.part != Group.Part.COMMUNITY || !group.isAdmin(account)) {
      throw IqException.of(403);
    }
    return group;
  }

  /** Its groups. */
  Node list(Group community) {
    return Node.of("sub_groups").plus(of(community).stream().map(GroupNodes::linked).toList());
  }

  private List<Group> of(Group community) {
    return groups.all().stream().filter(one -> one.community == community).toList();
  }

  /** Everybody who is in a group of it. */
  Node people(Group community) {
    Set<Account> people = new LinkedHashSet<>(community.members().keySet());
    of(community).forEach(group -> people.addAll(group.members().keySet()));
    return Node.of("linked_groups_participants")
        .plus(people.stream().map(one -> GroupNodes.participant(community, one)).toList());
  }

  /** Makes groups its own; each tells whether that worked. */
  Node link(Account actor, Group community, Node request) {
    Group parent = administered(actor, community.jid());
    Node link = request.child("link").orElseThrow(() -> IqException.of(400));
    if (!link.attribute("link_type").equals("sub_group") || link.all("group").isEmpty()) {
      throw IqException.of(400);
    }
    List<Node> answers = new ArrayList<>();
    for (Node each : link.all("group")) {
      Group group = each.jid("jid").flatMap(groups::find).orElse(null);
      if (group == null || group.part != Group.Part.GROUP) {
        answers.add(each.with("error", 404));
      } else if (!group.isAdmin(actor)) {
        answers.add(each.with("error", 401));
      } else if (group.community != null) {
        answers.add(each.with("error", 409));
      } else {
        group.linkTo(parent);
        tell(actor, group, parent, Node.of("link").with("link_type", "parent_group"));
        answers.add(each);
      }
    }
    return Node.of("links", Node.of("link").with("link_type", "sub_group").plus(answers));
  }

  /** Lets groups go; each tells whether that worked. */
  Node unlink(Account actor, Group community, Node request) {
    Group parent = administered(actor, community.jid());
    if (!request.attribute("unlink_type").equals("sub_group") || request.all("group").isEmpty()) {
      throw IqException.of(400);
    }
    List<Node> answers = new ArrayList<>();
    for (Node each : request.all("group")) {
      Group group = each.jid("jid").flatMap(groups::find).orElse(null);
      if (group == null || group.community != parent || group.part != Group.Part.GROUP) {
        answers.add(each.with("error", 404));
      } else {
        freed(actor, group, parent);
        answers.add(each);
      }
    }
    return Node.of("unlink").with("unlink_type", "sub_group").plus(answers);
  }

  private void freed(Account actor, Group group, Group parent) {
    group.community = null;
    tell(actor, group, parent, Node.of("unlink").with("unlink_type", "parent_group"));
  }

  private void tell(Account actor, Group group, Group parent, Node change) {
    groups.tell(group, actor, change.plus(Node.of("group").with("jid", parent.jid())));
  }

  /** Ends it: its groups stay, and the one of its admins is a group like others. */
  void end(Account actor, Group community) {
    Group parent = administered(actor, community.jid());
    for (Group group : of(parent)) {
      group.part = Group.Part.GROUP;
      freed(actor, group, parent);
    }
    groups.tell(parent, actor, Node.of("delete"));
    groups.remove(parent);
  }
}
