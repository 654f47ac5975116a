package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code <group>} and {@code <participant>} (PROTOCOL 10, PROTOCOL-2026 5). */
final class GroupNode {
  private static final int DIGITS = 64;
  private static final long LONGEST_EPHEMERAL = 10L * 366 * 86_400;

  private GroupNode() {}

  /** The group; empty when the node names none. What else is missing or unknown is passed over. */
  static Optional<Group> read(Node node) {
    return id(node).map(id -> read(id, node));
  }

  /** With or without its server. */
  private static Optional<Jid> id(Node node) {
    return node.attribute("id")
        .or(() -> node.attribute("jid"))
        .filter(id -> id.length() <= DIGITS)
        .flatMap(id -> id.contains("@") ? Jid.parse(id) : group(id))
        .filter(jid -> jid.isGroup() && !jid.user().isEmpty() && jid.device() == 0);
  }

  private static Optional<Jid> group(String id) {
    return Jid.parse(id + "@g.us");
  }

  private static Group read(Jid id, Node node) {
    List<GroupParticipant> participants = participants(node);
    Optional<Node> description = node.child("description");
    return new Group(
        id,
        node.attribute("subject").orElse(""),
        description
            .flatMap(told -> told.child("body"))
            .flatMap(Node::text)
            .filter(text -> !text.isEmpty()),
        description.flatMap(told -> told.attribute("id")),
        node.jid("creator").map(Jid::account),
        node.time("creation"),
        settings(node),
        addressing(node, participants),
        node.child("linked_parent").flatMap(parent -> parent.jid("jid")),
        participants);
  }

  /** Groups of before there were two modes go by phone number. */
  private static Group.Addressing addressing(Node node, List<GroupParticipant> participants) {
    boolean lid =
        node.attribute("addressing_mode")
            .map("lid"::equals)
            .orElseGet(
                () ->
                    !participants.isEmpty()
                        && participants.stream().allMatch(one -> one.jid().isLid()));
    return lid ? Group.Addressing.LID : Group.Addressing.PHONE_NUMBER;
  }

  private static Group.Settings settings(Node node) {
    boolean approval =
        node.child("membership_approval_mode")
            .filter(
                mode ->
                    mode.child("group_join")
                        .flatMap(join -> join.attribute("state"))
                        .orElse("on")
                        .equals("on"))
            .isPresent();
    return new Group.Settings(
        node.child("announcement").isPresent(),
        node.child("locked").isPresent(),
        approval,
        // Without a word only admins add, as in groups of before there was the choice.
        !"all_member_add"
            .equals(node.child("member_add_mode").flatMap(Node::text).orElse("admin_add")),
        node.child("ephemeral").map(GroupNode::expiration).orElse(Duration.ZERO));
  }

  static Duration expiration(Node ephemeral) {
    return Duration.ofSeconds(
        Math.clamp(ephemeral.number("expiration").orElse(0), 0, LONGEST_EPHEMERAL));
  }

  /** Those who are named, without those of whom it is only said why they were not added. */
  static List<GroupParticipant> participants(Node parent) {
    List<GroupParticipant> all = new ArrayList<>();
    for (Node node : parent.children("participant")) {
      if (node.attribute("error").isEmpty()) {
        participant(node).ifPresent(all::add);
      }
    }
    return List.copyOf(all);
  }

  /** Somebody by one or both names; empty when the node names no account. */
  static Optional<GroupParticipant> participant(Node node) {
    Optional<Jid> jid = node.jid("jid").map(Jid::account).filter(Jid::isUser);
    return jid.map(
        found ->
            new GroupParticipant(
                found,
                node.jid(found.isLid() ? "phone_number" : "lid")
                    .map(Jid::account)
                    .filter(other -> found.isLid() ? other.isPhoneNumber() : other.isLid()),
                role(node.attribute("type").orElse("")),
                node.attribute("display_name")));
  }

  private static GroupParticipant.Role role(String type) {
    return switch (type) {
      case "superadmin" -> GroupParticipant.Role.SUPERADMIN;
      case "admin" -> GroupParticipant.Role.ADMIN;
      default -> GroupParticipant.Role.MEMBER;
    };
  }
}
