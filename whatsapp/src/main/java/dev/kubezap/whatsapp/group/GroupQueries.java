package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.node.Node;
import java.util.List;
import java.util.Optional;

/** The questions about groups (PROTOCOL 10), and what their answers say. */
public final class GroupQueries {

  private GroupQueries() {}

  /** Everything about one group. Refused with 403 to who is not in it, 404 when there is none. */
  public static Node one(Jid group) {
    return iq("get", group, Node.of("query").with("request", "interactive"));
  }

  /** Everything about all groups that this account is in. */
  public static Node participating() {
    return iq(
        "get",
        Jid.GROUP_SERVICE,
        Node.of("participating", Node.of("participants"), Node.of("description")));
  }

  /** A query of the group service. */
  static Node iq(String type, Jid to, Node content) {
    return Node.of("iq", content).with("to", to).with("type", type).with("xmlns", "w:g2");
  }

  /** The group that an answer describes; empty when it describes none. */
  public static Optional<Group> read(Node iq) {
    return iq.child("group").flatMap(GroupNode::read);
  }

  /** The groups that an answer lists; empty when it is no list. */
  public static Optional<List<Group>> readAll(Node iq) {
    return iq.child("groups")
        .map(
            groups ->
                groups.children("group").stream()
                    .flatMap(group -> GroupNode.read(group).stream())
                    .toList());
  }
}
